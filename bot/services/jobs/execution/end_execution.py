"""The last of what passing brings: grants where there is nothing to execute, and word of what expired."""

from datetime import datetime

from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.services.container import Services
from bot.services.jobs.job import Job


class EndExecution(Job):
    kind = "end_execution"

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        if not proposal.unfinished:
            return None
        return proposal.expires_at if proposal.carried_out else proposal.timelock_ends_at

    async def run(self, services: Services, proposal: ProposalId) -> datetime | None:
        return (
            None if await services.following.end(proposal) else services.clock.now() + services.follow_every
        )
