"""The card of an open vote has been missing for too long: the vote is paused."""

from datetime import datetime

from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.visibility import pauses_at
from bot.services.container import Services
from bot.services.jobs.job import Job


class PauseUnseenVote(Job):
    kind = "pause_unseen_vote"

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        return pauses_at(proposal)

    async def run(self, services: Services, proposal: ProposalId) -> None:
        await services.card_visibility.pause(proposal)
