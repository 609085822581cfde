"""Who is in a Discord server."""

from typing import Protocol

from bot.domain.ids import GuildId, MemberId


class Memberships(Protocol):
    async def is_member(self, guild: GuildId, member: MemberId, *, remembered: bool = True) -> bool:
        """As Discord says, or said a minute ago where it is `remembered`. Raises MembershipUnavailable."""
        ...
