"""A Discord server whose roles are given and taken, with the hierarchy that Discord keeps to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from msgspec.structs import replace

from bot.domain.errors import (
    ChannelNotThere,
    MemberNotThere,
    RoleNotThere,
    ServerForbids,
    ServerUnheard,
    ServiceRefused,
)
from bot.domain.ids import ChannelId, GuildId, MemberId, RoleId
from bot.domain.server_acts.channels.channels import ChannelKind, FoundChannel
from bot.domain.server_acts.roles.roles import VIEW_CHANNEL, FoundRole, FoundRoles, Power
from tests.fakes.clock import ManualClock

_BOT_RANK = 50


@dataclass
class FakeDiscordServer:
    """Every server there is, with one list of roles; a test moves roles, lets members leave, or silences it."""

    clock: ManualClock
    listed: dict[RoleId, FoundRole] = field(default_factory=dict)
    rooms: dict[ChannelId, FoundChannel] = field(default_factory=dict)
    holders: set[tuple[RoleId, MemberId]] = field(default_factory=set)
    left: set[MemberId] = field(default_factory=set)
    """Members who are not in the server."""
    permissions: int = Power.MANAGE_ROLES | Power.MANAGE_CHANNELS
    rank: int = _BOT_RANK
    silent: bool = False
    full: bool = False
    """It has all the roles that Discord lets a server have."""
    moderates_with_two_factors: bool = False
    """While set, it lets nobody whose account has one factor only give roles, whatever permissions they have."""
    forgets_answers: bool = False
    """While set, it does what it is asked, and the answer is lost."""
    reasons: list[str] = field(default_factory=list)
    """What stands in the audit log."""
    created_at: dict[RoleId, datetime] = field(default_factory=dict)
    opened: list[ChannelId] = field(default_factory=list)
    """Channels that it was asked to create."""
    read_only: set[ChannelId] = field(default_factory=set)

    def add(
        self, number: int, name: str, permissions: int = 0, position: int = 1, *, managed: bool = False
    ) -> RoleId:
        """A role that is there."""
        role = FoundRole(RoleId(number), name, permissions, position, managed)
        self.listed[role.id] = role
        return role.id

    def change(self, role: RoleId, **properties: int) -> None:
        self.listed[role] = replace(self.listed[role], **properties)

    def delete(self, role: RoleId) -> None:
        del self.listed[role]
        self.holders = {(held, member) for held, member in self.holders if held != role}

    async def roles(self, guild: GuildId) -> FoundRoles:
        self._speak()
        everyone = FoundRole(RoleId(guild), "@everyone", 0, 0)
        listed, permissions = {**self.listed, everyone.id: everyone}, self.permissions | VIEW_CHANNEL
        return FoundRoles(listed, everyone.id, permissions, self.rank)

    async def channels(self, guild: GuildId) -> Sequence[FoundChannel]:
        self._speak()
        return list(self.rooms.values())

    def open_room(
        self,
        number: int,
        name: str,
        kind: ChannelKind = ChannelKind.TEXT,
        category: ChannelId | None = None,
    ) -> ChannelId:
        """A channel that is there."""
        channel = FoundChannel(ChannelId(number), name, kind, category)
        self.rooms[channel.id] = channel
        return channel.id

    async def create_role(
        self, guild: GuildId, name: str, reason: str, *, tried_since: datetime | None
    ) -> RoleId:
        self._speak()
        if not self.permissions & Power.MANAGE_ROLES:
            raise ServerForbids("Missing Permissions")
        if tried_since is not None:
            for role, at in self.created_at.items():
                if role in self.listed and self.listed[role].name == name and at >= tried_since:
                    return role
        if self.full:
            raise ServiceRefused("Discord", 400, "Maximum number of server roles reached")
        made = self.add(1_000_000 + len(self.created_at), name)
        self.created_at[made] = self.clock.now()
        self._done(reason)
        return made

    async def create_channel(
        self, guild: GuildId, name: str, category: ChannelId, reason: str, *, tried_since: datetime | None
    ) -> ChannelId:
        self._speak()
        if not self.permissions & Power.MANAGE_CHANNELS:
            raise ServerForbids("Missing Permissions")
        if tried_since is not None:
            for channel in self.opened:
                if (self.rooms[channel].name, self.rooms[channel].category) == (name, category):
                    return channel
        made = self.open_room(2_000_000 + len(self.opened), name, category=category)
        self.opened.append(made)
        self._done(reason)
        return made

    async def rename_channel(self, channel: ChannelId, name: str, reason: str) -> None:
        self._require_channel(channel)
        self.rooms[channel] = replace(self.rooms[channel], name=name)
        self._done(reason)

    async def archive_channel(self, guild: GuildId, channel: ChannelId, reason: str) -> None:
        self._require_channel(channel)
        self.read_only.add(channel)
        self._done(reason)

    async def grant_role(self, guild: GuildId, member: MemberId, role: RoleId, reason: str) -> None:
        self._require(member, role)
        self.holders.add((role, member))
        self._done(reason)

    async def take_role(self, guild: GuildId, member: MemberId, role: RoleId, reason: str) -> None:
        self._require(member, role)
        self.holders.discard((role, member))
        self._done(reason)

    def _speak(self) -> None:
        if self.silent:
            raise ServerUnheard("silent")

    def _require(self, member: MemberId, role: RoleId) -> None:
        self._speak()
        found = self.listed.get(role)
        if found is None:
            raise RoleNotThere
        if member in self.left:
            raise MemberNotThere
        if self.moderates_with_two_factors:
            raise ServerForbids("Two factor is required for this operation")
        if not self.permissions & Power.MANAGE_ROLES or found.managed or found.position >= self.rank:
            raise ServerForbids("Missing Permissions")

    def _require_channel(self, channel: ChannelId) -> None:
        self._speak()
        if channel not in self.rooms:
            raise ChannelNotThere
        if not self.permissions & Power.MANAGE_CHANNELS:
            raise ServerForbids("Missing Permissions")

    def _done(self, reason: str) -> None:
        self.reasons.append(reason)
        if self.forgets_answers:
            raise ServerUnheard("the answer was lost")
