"""The discussion is over: the vote opens."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.ids import ProposalId
from bot.domain.proposal import Proposal
from bot.services.jobs.job import Job

if TYPE_CHECKING:
    from bot.services.container import Services


class OpenVote(Job):
    kind = "open_vote"

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        return None if proposal.opening or proposal.stopped else proposal.opens_at

    async def run(self, services: Services, proposal: ProposalId) -> None:
        await services.opening.open(proposal)
