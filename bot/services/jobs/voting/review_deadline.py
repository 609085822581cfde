"""Ballots came that may move the end of a vote: later after a late swing, to now where it is decided."""

from datetime import datetime, timedelta

from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.services.container import Services
from bot.services.jobs.job import Job
from bot.services.ports import JobName

_LOOK_AGAIN = timedelta(minutes=1)
"""While the power of a ballot isn't known."""


class ReviewDeadline(Job):
    """Every ballot that comes when it is due asks for it."""

    kind = JobName.REVIEW_DEADLINE

    @staticmethod
    def due(proposal: Proposal) -> datetime | None:
        opening = proposal.opening
        if opening is None or not proposal.undecided or proposal.decided_at or proposal.paused:
            return None
        if opening.policy.early_end:
            return opening.at
        ends_at, extension = proposal.ends_at(opening.at), opening.policy.extension
        return ends_at - extension.window if extension and ends_at else None

    async def run(self, services: Services, proposal: ProposalId) -> datetime | None:
        review = await services.deadlines.review(proposal)
        return services.clock.now() + _LOOK_AGAIN if review.undetermined else None
