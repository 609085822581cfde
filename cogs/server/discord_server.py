"""The server that what passed changes: asked by discord.py's own requests, so that Discord's answer is the newest."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import discord
import msgspec

from bot.client import FolkmootClient
from bot.domain.elections.ballot import snowflake_time
from bot.domain.errors import ChannelNotThere, MemberNotThere, RoleNotThere, ServerForbids, ServerUnheard
from bot.domain.ids import ChannelId, GuildId, MemberId, RoleId
from bot.domain.server_acts.channels.channels import ChannelKind, FoundChannel
from bot.domain.server_acts.roles.roles import FoundRole, FoundRoles, Overwrite
from bot.services.ports import AskedToWait
from cogs.components.interactions.discord_errors import DiscordUnavailable, discord_answers

UNKNOWN_CHANNEL, UNKNOWN_MEMBER, UNKNOWN_ROLE, UNKNOWN_USER = 10003, 10007, 10011, 10013
_CHANNEL_KINDS = {
    discord.ChannelType.text.value: ChannelKind.TEXT,
    discord.ChannelType.news.value: ChannelKind.TEXT,
    discord.ChannelType.forum.value: ChannelKind.FORUM,
    discord.ChannelType.category.value: ChannelKind.CATEGORY,
}
_WRITING = discord.Permissions(
    send_messages=True, send_messages_in_threads=True, create_public_threads=True, add_reactions=True
).value
"""What nobody does in an archived channel. The bot is invited with all of it: Discord lets it deny nothing else."""
_SLACK = timedelta(minutes=5)
"""By so much Discord's clock, of which the ids of what it creates are made, may differ from the bot's."""


class DiscordServerByHttp(msgspec.Struct, frozen=True):
    """`ports.DiscordServer`."""

    client: FolkmootClient

    async def roles(self, guild: GuildId) -> FoundRoles:
        with _answers("read the roles of a server"):
            if self.client.user is None:
                raise ServerUnheard("not connected")
            listed: list[Any] = await self.client.http.get_roles(guild)
            me: Any = await self.client.http.get_member(guild, self.client.user.id)
        found = {role.id: role for role in map(_role, listed)}
        own = [found[RoleId(int(each))] for each in me["roles"] if int(each) in found]
        everyone = found[RoleId(guild)]
        permissions = everyone.permissions
        for role in own:
            permissions |= role.permissions
        return FoundRoles(
            found,
            everyone.id,
            permissions,
            max((role.position for role in own), default=0),
            frozenset(role.id for role in own),
            MemberId(self.client.user.id),
        )

    async def channels(self, guild: GuildId) -> Sequence[FoundChannel]:
        with _answers("read the channels of a server"):
            listed: list[Any] = await self.client.http.get_all_guild_channels(guild)
        return [_channel(each) for each in listed]

    async def create_role(
        self, guild: GuildId, name: str, reason: str, *, tried_since: datetime | None
    ) -> RoleId:
        if tried_since is not None:
            for role in (await self.roles(guild)).named(name):
                if role.permissions == 0 and snowflake_time(role.id) >= tried_since - _SLACK:
                    return role.id
        with _answers("create a role"):
            made = await self.client.http.create_role(guild, reason=reason, name=name, permissions="0")
        return RoleId(int(made["id"]))

    async def create_channel(
        self, guild: GuildId, name: str, category: ChannelId, reason: str, *, tried_since: datetime | None
    ) -> ChannelId:
        if tried_since is not None:
            for channel in await self.channels(guild):
                made_then = snowflake_time(channel.id) >= tried_since - _SLACK
                if made_then and (channel.name, channel.category) == (name, category):
                    return channel.id
        with _answers("create a channel"):
            made = await self.client.http.create_channel(
                guild, discord.ChannelType.text.value, reason=reason, name=name, parent_id=category
            )
        return ChannelId(int(made["id"]))

    async def rename_channel(self, channel: ChannelId, name: str, reason: str) -> None:
        with _answers("rename a channel"):
            await self.client.http.edit_channel(channel, reason=reason, name=name)

    async def archive_channel(self, guild: GuildId, channel: ChannelId, reason: str) -> None:
        with _answers("archive a channel"):
            now: Any = await self.client.http.get_channel(channel)
            overwrites = _read_only(now["permission_overwrites"], guild)
            await self.client.http.edit_channel(channel, reason=reason, permission_overwrites=overwrites)

    async def grant_role(self, guild: GuildId, member: MemberId, role: RoleId, reason: str) -> None:
        with _answers("give a role"):
            await self.client.http.add_role(guild, member, role, reason=reason)

    async def take_role(self, guild: GuildId, member: MemberId, role: RoleId, reason: str) -> None:
        with _answers("take a role"):
            await self.client.http.remove_role(guild, member, role, reason=reason)


@contextmanager
def _answers(doing: str) -> Iterator[None]:
    """What comes back as errors that the services know."""
    try:
        with discord_answers(doing):
            yield
    except (DiscordUnavailable, AskedToWait) as error:
        cause = error.__cause__
        if isinstance(cause, discord.Forbidden):
            raise ServerForbids(cause.text) from cause
        if isinstance(cause, discord.NotFound) and cause.code in (UNKNOWN_MEMBER, UNKNOWN_USER):
            raise MemberNotThere from cause
        if isinstance(cause, discord.NotFound) and cause.code == UNKNOWN_ROLE:
            raise RoleNotThere from cause
        if isinstance(cause, discord.NotFound) and cause.code == UNKNOWN_CHANNEL:
            raise ChannelNotThere from cause
        raise ServerUnheard(str(error)) from error


def _read_only(overwrites: Sequence[Any], guild: GuildId) -> list[dict[str, Any]]:
    """A channel's permissions without anything that lets somebody write. Nobody else than before can read it."""
    rows = {int(row["id"]): row for row in overwrites}
    rows.setdefault(guild, {"id": str(guild), "type": 0, "allow": "0", "deny": "0"})
    return [
        {
            "id": str(number),
            "type": int(row["type"]),
            "allow": str(int(row["allow"]) & ~_WRITING),
            "deny": str(int(row["deny"]) | (_WRITING if number == guild else 0)),
        }
        for number, row in rows.items()
    ]


def _channel(payload: Any) -> FoundChannel:
    kind = _CHANNEL_KINDS.get(int(payload["type"]), ChannelKind.OTHER)
    parent = payload.get("parent_id")
    category = None if parent is None else ChannelId(int(parent))
    overwrites = tuple(
        Overwrite(int(row["id"]), int(row["allow"]), int(row["deny"]))
        for row in payload.get("permission_overwrites", ())
    )
    return FoundChannel(ChannelId(int(payload["id"])), str(payload["name"]), kind, category, overwrites)


def _role(payload: Any) -> FoundRole:
    return FoundRole(
        RoleId(int(payload["id"])),
        str(payload["name"]),
        int(payload["permissions"]),
        int(payload["position"]),
        managed=bool(payload.get("managed")),
    )
