"""A thread or a card can't be seen: moderators and operators are told, and again after pauses that grow."""

from datetime import datetime

from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.visibility import told_next
from bot.services.container import Services
from bot.services.jobs.job import Job


class ReportUnseenCard(Job):
    kind = "report_unseen_card"

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        return told_next(proposal)

    async def run(self, services: Services, proposal: ProposalId) -> None:
        await services.card_visibility.tell(proposal)
