"""A Discord server, as far as what passed may change it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.ids import GuildId, MemberId, RoleId
from bot.domain.server_acts.channels import FoundChannel
from bot.domain.server_acts.roles import FoundRoles


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

    async def grant_role(self, guild: GuildId, member: MemberId, role: RoleId, reason: str) -> None:
        """Nothing happens where they have it. Raises MemberNotThere, RoleNotThere."""
        ...

    async def take_role(self, guild: GuildId, member: MemberId, role: RoleId, reason: str) -> None:
        """Nothing happens where they don't have it. Raises MemberNotThere, RoleNotThere."""
        ...
