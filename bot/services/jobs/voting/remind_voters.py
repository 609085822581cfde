"""A vote ends soon: those are reminded who could vote and haven't."""

from datetime import datetime

from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.reminding import reminds_at
from bot.services.container import Services
from bot.services.jobs.job import Job


class RemindVoters(Job):
    kind = "remind_voters"

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        return reminds_at(proposal)

    async def run(self, services: Services, proposal: ProposalId) -> None:
        await services.reminding.remind(proposal)
