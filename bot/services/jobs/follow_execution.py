"""What executors were asked waits for signatures: what became of it is looked at until it has ended."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.services.jobs.job import Job

if TYPE_CHECKING:
    from bot.services.container import Services


class FollowExecution(Job):
    kind = "follow_execution"
    by_clock = False

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        prepared = [request.prepared_at for request in proposal.pending]
        return min(prepared) if prepared and proposal.unfinished else None

    async def run(self, services: Services, proposal: ProposalId) -> datetime:
        await services.following.follow(proposal)
        return services.clock.now() + services.follow_every
