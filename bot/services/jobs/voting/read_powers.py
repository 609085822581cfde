"""A vote is open: the power of everybody who may vote is read while the nodes still have the snapshot's state.

Also asked for when a member links a wallet, and when a ballot's power could not be read.
"""

from datetime import datetime

from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.services.container import Services
from bot.services.jobs.job import Job, NotYet
from bot.services.ports import JobName


class ReadPowers(Job):
    kind = JobName.READ_POWERS
    by_clock = False

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        opening = proposal.opening
        if opening is None or not proposal.undecided or opening.policy.open_ended:
            return None
        return opening.at

    async def run(self, services: Services, proposal: ProposalId) -> None:
        """Raises NotYet."""
        if failed := await services.power_reads.everyone(proposal):
            raise NotYet(f"{len(failed)} powers could not be read: {failed[0].reading.why}")
        async with services.uow.reading() as repositories:
            found = await repositories.proposals.get(proposal)
        await services.deadlines.powers_known(found)
