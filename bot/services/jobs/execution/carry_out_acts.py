"""The timelock is over: what passed changes the server, and what is refused is tried again."""

from datetime import datetime

from bot.domain.ids import ProposalId
from bot.domain.proposals.obstacles import Step
from bot.domain.proposals.proposal import Proposal
from bot.services.container import Services
from bot.services.jobs.job import Job


class CarryOutActs(Job):
    kind = "carry_out_acts"
    step = Step.SERVER

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        return proposal.timelock_ends_at if proposal.unfinished and proposal.owed_acts else None

    async def run(self, services: Services, proposal: ProposalId) -> datetime | None:
        return await services.carrying_out.carry_out(proposal)
