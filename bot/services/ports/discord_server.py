"""A Discord server, as far as what passed may change it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.ids import ChannelId, GuildId, MemberId, RoleId
from bot.domain.server_acts.channels.channels import FoundChannel
from bot.domain.server_acts.roles.roles import FoundRoles


class DiscordServer(Protocol):
    """`reason` stands in the server's audit log. Each raises ServerUnheard where Discord doesn't answer, and
    ServerForbids where it doesn't let the bot."""

    async def roles(self, guild: GuildId) -> FoundRoles:
        """All roles as they are now, and what the bot may do."""
        ...

    async def channels(self, guild: GuildId) -> Sequence[FoundChannel]:
        """All channels that the bot can see, as they are now; no threads."""
        ...

    async def create_role(
        self, guild: GuildId, name: str, reason: str, *, tried_since: datetime | None
    ) -> RoleId:
        """A new role that permits nothing. `tried_since`: when an attempt was begun of which nobody knows what became:
        what that created is taken, and nothing is created twice."""
        ...

    async def create_channel(
        self, guild: GuildId, name: str, category: ChannelId, reason: str, *, tried_since: datetime | None
    ) -> ChannelId:
        """A new text channel in the category. `tried_since`: as for a role."""
        ...

    async def rename_channel(self, channel: ChannelId, name: str, reason: str) -> None:
        """Raises ChannelNotThere."""
        ...

    async def archive_channel(self, guild: GuildId, channel: ChannelId, reason: str) -> None:
        """Nobody writes there any more but who has Administrator: what lets others write is taken out of the
        channel's permissions, and @everyone is denied it. Raises ChannelNotThere."""
        ...

    async def grant_role(self, guild: GuildId, member: MemberId, role: RoleId, reason: str) -> None:
        """Nothing happens where they have it. Raises MemberNotThere, RoleNotThere."""
        ...

    async def take_role(self, guild: GuildId, member: MemberId, role: RoleId, reason: str) -> None:
        """Nothing happens where they don't have it. Raises MemberNotThere, RoleNotThere."""
        ...
