"""The repository of the conflicts of interest that members declare."""

from datetime import datetime
from typing import Protocol

from bot.domain.elections.conflicts import Conflict
from bot.domain.ids import MemberId, ProposalId


class Conflicts(Protocol):
    """What each member declared last in a proposal."""

    async def of(self, proposal: ProposalId) -> dict[MemberId, Conflict]:
        """Those that stand, by who declared them."""
        ...

    async def of_member(self, proposal: ProposalId, member: MemberId) -> Conflict | None: ...

    async def declare(self, proposal: ProposalId, member: MemberId, text: str | None, at: datetime) -> bool:
        """Whether that is what the member says now: what they said at a later time stands. None takes it back."""
        ...

    async def mark(self, proposal: ProposalId) -> int:
        """A number that grows with each change."""
        ...
