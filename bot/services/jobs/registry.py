"""All kinds of jobs, in the order of a proposal's life."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TypeVar

from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.space import Space
from bot.services.jobs.discussion.end_sponsoring import EndSponsoring
from bot.services.jobs.discussion.report_unseen_card import ReportUnseenCard
from bot.services.jobs.discussion.show_card import ShowCard
from bot.services.jobs.execution.carry_out_acts import CarryOutActs
from bot.services.jobs.execution.end_execution import EndExecution
from bot.services.jobs.execution.follow_execution import FollowExecution
from bot.services.jobs.execution.follow_messages import FollowMessages
from bot.services.jobs.execution.pay_voters import PayVoters
from bot.services.jobs.execution.prepare_execution import PrepareExecution
from bot.services.jobs.job import AnyJob, Job, SpaceJob
from bot.services.jobs.spaces.digest_week import DigestWeek
from bot.services.jobs.spaces.draw_juries import DrawJuries
from bot.services.jobs.spaces.end_terms import EndTerms
from bot.services.jobs.spaces.expire_data import ExpireData
from bot.services.jobs.spaces.finish_erasures import FinishErasures
from bot.services.jobs.spaces.follow_mirrors import FollowMirrors
from bot.services.jobs.spaces.give_roles import GiveRoles
from bot.services.jobs.spaces.look_after_panel import LookAfterPanel
from bot.services.jobs.spaces.review_treasury import ReviewTreasury
from bot.services.jobs.voting.close_vote import CloseVote
from bot.services.jobs.voting.open_vote import OpenVote
from bot.services.jobs.voting.pause_unseen_vote import PauseUnseenVote
from bot.services.jobs.voting.read_conviction import ReadConviction
from bot.services.jobs.voting.read_powers import ReadPowers
from bot.services.jobs.voting.remind_voters import RemindVoters
from bot.services.jobs.voting.review_deadline import ReviewDeadline

JOBS: tuple[AnyJob, ...] = (
    EndSponsoring(),
    ShowCard(),
    ReportUnseenCard(),
    OpenVote(),
    PauseUnseenVote(),
    ReadPowers(),
    ReadConviction(),
    RemindVoters(),
    ReviewDeadline(),
    CloseVote(),
    PayVoters(),
    PrepareExecution(),
    FollowExecution(),
    FollowMessages(),
    CarryOutActs(),
    EndExecution(),
    EndTerms(),
    FinishErasures(),
    ExpireData(),
    FollowMirrors(),
    ReviewTreasury(),
    LookAfterPanel(),
    DigestWeek(),
    DrawJuries(),
    GiveRoles(),
)

Subject = TypeVar("Subject", Proposal, Space)

_NEVER = datetime.max.replace(tzinfo=UTC)


def due_times(proposal: Proposal, jobs: Iterable[AnyJob] = JOBS) -> dict[str, datetime]:
    """From when on there is something to do for a proposal, by kind, as its facts have it."""
    times = {job.kind: _due(job.due, proposal) for job in jobs if isinstance(job, Job)}
    return {kind: at for kind, at in times.items() if at is not None}


def due_times_of_space(space: Space, jobs: Iterable[AnyJob] = JOBS) -> dict[str, datetime]:
    """The same for a space."""
    times = {job.kind: _due(job.due, space) for job in jobs if isinstance(job, SpaceJob)}
    return {kind: at for kind, at in times.items() if at is not None}


def _due(due: Callable[[Subject], datetime | None], subject: Subject) -> datetime | None:
    try:
        return due(subject)
    except OverflowError:
        # A policy may name a period that no calendar has. It holds up nothing but what waits for it.
        return _NEVER
