"""What was executed has sent calls to other chains: what became of them is looked at until all are over."""

from datetime import datetime

from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.services.container import Services
from bot.services.jobs.job import Job


class FollowMessages(Job):
    kind = "follow_messages"
    by_clock = False

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        sent = [request.execution.at for request in proposal.under_way if request.execution]
        return min(sent, default=None)

    async def run(self, services: Services, proposal: ProposalId) -> datetime | None:
        return await services.following_messages.follow(proposal)
