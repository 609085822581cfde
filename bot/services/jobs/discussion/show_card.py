"""The discussion is over: the card is posted, on which members will vote."""

from datetime import datetime

from bot.domain.ids import ProposalId
from bot.domain.proposals.obstacles import Step
from bot.domain.proposals.proposal import Proposal
from bot.services.container import Services
from bot.services.jobs.job import Job


class ShowCard(Job):
    kind = "show_card"
    step = Step.OPENING

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        return None if proposal.card or proposal.opening or proposal.stopped else proposal.opens_at

    async def run(self, services: Services, proposal: ProposalId) -> None:
        await services.card_visibility.ask(proposal)
