"""A draft has looked for sponsors long enough: its message says so."""

from datetime import datetime

from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.services.container import Services
from bot.services.jobs.job import Job


class EndSponsoring(Job):
    kind = "end_sponsoring"

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        call = proposal.sponsor_call
        if call is None or call.ended or proposal.submission or proposal.stopped:
            return None
        return call.until

    async def run(self, services: Services, proposal: ProposalId) -> None:
        await services.sponsoring.end(proposal)
