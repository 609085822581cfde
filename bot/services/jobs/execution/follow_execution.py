"""What executors were asked waits for signatures: what became of it is looked at until it has ended."""

from datetime import datetime

from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.services.container import Services
from bot.services.jobs.job import Job
from bot.services.ports import JobName


class FollowExecution(Job):
    kind = JobName.FOLLOW_EXECUTION
    by_clock = False

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        prepared = [request.prepared_at for request in proposal.pending]
        return min(prepared) if prepared and proposal.unfinished else None

    async def run(self, services: Services, proposal: ProposalId) -> datetime:
        await services.following.follow(proposal)
        return services.clock.now() + services.follow_every
