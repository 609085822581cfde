"""A thread or a card can't be seen: moderators and operators are told, and again after pauses that grow."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.visibility import told_next
from bot.services.jobs.job import Job

if TYPE_CHECKING:
    from bot.services.container import Services


class ReportUnseenCard(Job):
    kind = "report_unseen_card"

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        return told_next(proposal)

    async def run(self, services: Services, proposal: ProposalId) -> None:
        await services.card_visibility.tell(proposal)
