"""The repository of what keeps proposals from going on."""

from typing import Protocol

from bot.domain.ids import ProposalId
from bot.domain.proposals.obstacles import Obstacle


class Obstacles(Protocol):
    """No facts of proposals: nothing is decided by them, and a proposal that can't be read may have one too."""

    async def of(self, proposal: ProposalId) -> Obstacle | None:
        """The one that was met last; None where none ever was, or its row can't be read."""
        ...

    async def set(self, proposal: ProposalId, obstacle: Obstacle) -> None: ...
