"""The card of an open vote has been missing for too long: the vote is paused."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.visibility import pauses_at
from bot.services.jobs.job import Job

if TYPE_CHECKING:
    from bot.services.container import Services


class PauseUnseenVote(Job):
    kind = "pause_unseen_vote"

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        return pauses_at(proposal)

    async def run(self, services: Services, proposal: ProposalId) -> None:
        await services.card_visibility.pause(proposal)
