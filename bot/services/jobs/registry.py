"""All kinds of jobs, in the order of a proposal's life."""

from datetime import UTC, datetime

from bot.domain.proposal import Proposal
from bot.services.jobs.close_vote import CloseVote
from bot.services.jobs.end_execution import EndExecution
from bot.services.jobs.follow_execution import FollowExecution
from bot.services.jobs.job import Job
from bot.services.jobs.open_vote import OpenVote
from bot.services.jobs.prepare_execution import PrepareExecution
from bot.services.jobs.read_conviction import ReadConviction
from bot.services.jobs.read_powers import ReadPowers
from bot.services.jobs.review_deadline import ReviewDeadline

JOBS: tuple[Job, ...] = (
    OpenVote(),
    ReadPowers(),
    ReadConviction(),
    ReviewDeadline(),
    CloseVote(),
    PrepareExecution(),
    FollowExecution(),
    EndExecution(),
)

_NEVER = datetime.max.replace(tzinfo=UTC)


def due_times(proposal: Proposal) -> dict[str, datetime]:
    """From when on there is something to do for a proposal, by kind, as its facts have it."""
    times = {job.kind: _due(job, proposal) for job in JOBS}
    return {kind: at for kind, at in times.items() if at is not None}


def _due(job: Job, proposal: Proposal) -> datetime | None:
    try:
        return job.due(proposal)
    except OverflowError:
        # A policy may name a period that no calendar has. It holds up nothing but what waits for it.
        return _NEVER
