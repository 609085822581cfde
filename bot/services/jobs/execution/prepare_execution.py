"""The timelock is over: each executor is asked to carry out what passed."""

from datetime import datetime

from bot.domain.ids import ProposalId
from bot.domain.proposals.obstacles import Step
from bot.domain.proposals.proposal import Proposal
from bot.services.container import Services
from bot.services.jobs.job import Job


class PrepareExecution(Job):
    kind = "prepare_execution"
    step = Step.EXECUTION

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        return proposal.timelock_ends_at if proposal.unfinished and proposal.unrequested else None

    async def run(self, services: Services, proposal: ProposalId) -> None:
        await services.preparing.prepare(proposal)
