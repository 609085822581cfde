"""Discord, as soon as the bot is connected."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.errors import ServerUnheard
from bot.domain.ids import ChannelId, GuildId, MemberId, RoleId
from bot.domain.server_acts.channels.channels import FoundChannel
from bot.domain.server_acts.roles.roles import FoundRoles
from bot.services.ports import DiscordServer


class ConnectedServer:
    """`ports.DiscordServer`, served by what is named when the program connects. Raises ServerUnheard before."""

    def __init__(self) -> None:
        self._server: DiscordServer | None = None

    def serve_by(self, server: DiscordServer) -> None:
        self._server = server

    @property
    def _connected(self) -> DiscordServer:
        if self._server is None:
            raise ServerUnheard("not connected")
        return self._server

    async def roles(self, guild: GuildId) -> FoundRoles:
        return await self._connected.roles(guild)

    async def channels(self, guild: GuildId) -> Sequence[FoundChannel]:
        return await self._connected.channels(guild)

    async def create_role(
        self, guild: GuildId, name: str, reason: str, *, tried_since: datetime | None
    ) -> RoleId:
        return await self._connected.create_role(guild, name, reason, tried_since=tried_since)

    async def create_channel(
        self, guild: GuildId, name: str, category: ChannelId, reason: str, *, tried_since: datetime | None
    ) -> ChannelId:
        return await self._connected.create_channel(guild, name, category, reason, tried_since=tried_since)

    async def rename_channel(self, channel: ChannelId, name: str, reason: str) -> None:
        await self._connected.rename_channel(channel, name, reason)

    async def archive_channel(self, guild: GuildId, channel: ChannelId, reason: str) -> None:
        await self._connected.archive_channel(guild, channel, reason)

    async def grant_role(self, guild: GuildId, member: MemberId, role: RoleId, reason: str) -> None:
        await self._connected.grant_role(guild, member, role, reason)

    async def take_role(self, guild: GuildId, member: MemberId, role: RoleId, reason: str) -> None:
        await self._connected.take_role(guild, member, role, reason)
