"""The repository of what authors report after their proposals passed."""

from typing import Protocol

from bot.domain.ids import ProposalId
from bot.domain.proposals.progress import ProgressReport


class ProgressReports(Protocol):
    async def of(self, proposal: ProposalId) -> list[ProgressReport]:
        """The oldest first."""
        ...

    async def add(self, proposal: ProposalId, report: ProgressReport) -> None: ...
