"""Where a milestone stands, by the facts of its proposal and of what was reported of it."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from bot.domain.milestones.milestone import MOST_REPORTS
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import ENDED, State, state


class MilestoneState(StrEnum):
    PROMISED = "promised"
    """Its proposal has not passed, or its timelock runs, or what it pays at once isn't paid."""
    VOID = "void"
    """Its proposal ended otherwise: nothing will ever be paid."""
    AWAITED = "awaited"
    """A report may be given."""
    REPORTED = "reported"
    """It is being decided."""
    RELEASED = "released"
    """It was accepted: the executor is, or was, asked to pay."""
    PAID = "paid"
    REFUSED = "refused"
    """Its last report was refused, and no other may be given."""
    LAPSED = "lapsed"
    """Nothing was reported in time."""


def holds(release: Proposal, now: datetime) -> bool:
    """Whether nobody may report the milestone of this release again: it is undecided, or has passed, or its executor
    was asked once, whatever became of that.

    An executor that was asked may carry that out long after anybody here took it for lost: its owners have signed it.
    So only what was never asked for is asked for anew. One that expired is over when that was said: until then it
    could still be asked for.
    """
    if release.requests:
        return True
    current = state(release, now)
    if current in (State.EXECUTED, State.PASSED):
        return True
    if current is State.EXPIRED:
        return release.concluded_at is None
    return current not in ENDED


def milestone_state(
    promise: Proposal, place: int, releases: Sequence[Proposal], now: datetime
) -> MilestoneState:
    """Where the milestone at this place (from 1) stands. `releases` are all of this milestone, the oldest first."""
    if standing := next((each for each in releases if holds(each, now)), None):
        if state(standing, now) is State.EXECUTED:
            return MilestoneState.PAID
        accepted = standing.closing is not None and standing.closing.passed
        return MilestoneState.RELEASED if accepted else MilestoneState.REPORTED
    if promise.rules.next_track is not None:
        # A temperature check pays nothing: the vote that follows promises the same.
        return MilestoneState.PROMISED
    current = state(promise, now)
    if current not in (State.PASSED, State.EXECUTED):
        return MilestoneState.VOID if current in ENDED else MilestoneState.PROMISED
    if len(releases) >= MOST_REPORTS:
        return MilestoneState.REFUSED
    if now >= promise.content.milestones[place - 1].ends_at:
        return MilestoneState.REFUSED if releases else MilestoneState.LAPSED
    return MilestoneState.AWAITED
