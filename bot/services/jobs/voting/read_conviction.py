"""Members stake on a proposal: powers and pool are read again and again, and what convinces passes."""

from datetime import datetime

from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.services.container import Services
from bot.services.jobs.job import Job
from bot.services.ports import JobName


class ReadConviction(Job):
    """The last reading is kept in memory, for the card."""

    kind = JobName.READ_CONVICTION
    afresh = True

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        opening = proposal.opening
        if opening is None or not proposal.undecided or not opening.policy.open_ended:
            return None
        # What was convincing already passes as soon as a pause is over.
        return max([opening.at, *(each.resumed_at for each in proposal.suspensions if each.resumed_at)])

    async def run(self, services: Services, proposal: ProposalId) -> datetime:
        await services.chain_readings.read(proposal)
        return services.chain_readings.next_reading(proposal)
