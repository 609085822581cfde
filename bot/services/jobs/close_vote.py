"""The time of a vote is over, with the grace for ballots that are still on their way: its result is made final."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.ids import ProposalId
from bot.domain.proposals.obstacles import Step
from bot.domain.proposals.proposal import GRACE, Proposal
from bot.services.jobs.job import Job, NotYet

if TYPE_CHECKING:
    from bot.services.container import Services


class CloseVote(Job):
    kind = "close_vote"
    step = Step.CLOSING

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        if proposal.opening is None or not proposal.undecided or proposal.paused:
            return None
        ends_at = proposal.ends_at(proposal.opening.at)
        return ends_at + GRACE if ends_at else None

    async def run(self, services: Services, proposal: ProposalId) -> None:
        """Raises NotYet."""
        if await services.closing.close(proposal) is None:
            raise NotYet(
                "the result waits for powers that can't be read, for a look at late ballots, or for the card to be back"
            )
