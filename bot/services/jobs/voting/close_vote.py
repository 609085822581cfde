"""The time of a vote is over, with the grace for ballots that are still on their way: its result is made final."""

from datetime import datetime

from bot.domain.ids import ProposalId
from bot.domain.proposals.obstacles import Step
from bot.domain.proposals.proposal import GRACE, Proposal
from bot.services.container import Services
from bot.services.jobs.job import Job, NotYet
from bot.services.ports import JobName


class CloseVote(Job):
    kind = JobName.CLOSE_VOTE
    step = Step.CLOSING

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        if proposal.opening is None or not proposal.undecided or proposal.paused:
            return None
        ends_at = proposal.ends_at(proposal.opening.at)
        return ends_at + GRACE if ends_at else None

    async def run(self, services: Services, proposal: ProposalId) -> None:
        """Raises NotYet."""
        if await services.closing.close(proposal) is None:
            raise NotYet(
                "the result waits for powers that can't be read, for a look at late ballots, or for the card to be back"
            )
