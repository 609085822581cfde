"""In which state a proposal is at a given time, by its facts (governance.md §2)."""

from datetime import datetime
from enum import StrEnum

from bot.domain.proposals.facts import Closing
from bot.domain.proposals.proposal import Proposal


class State(StrEnum):
    DRAFT = "draft"
    SPONSORING = "sponsoring"
    """A draft that everybody may see, and that looks for members who stand behind it."""
    DISCUSSION = "discussion"
    PENDING = "pending"
    """The discussion is over; the card is being posted, then the snapshot is taken."""
    VOTING = "voting"
    PAUSED = "paused"
    CLOSED = "closed"
    """The time is over; the result is being made final."""
    DEFEATED = "defeated"
    TIMELOCK = "timelock"
    EXECUTION = "execution"
    EXECUTED = "executed"
    PASSED = "passed"
    """Passed, and there is nothing to execute."""
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    VETOED = "vetoed"
    EXPIRED = "expired"
    FAILED = "failed"
    """It was stopped, or all requests have come to an end, and one of them reverted."""


ENDED = frozenset(
    {
        State.DEFEATED,
        State.EXECUTED,
        State.PASSED,
        State.WITHDRAWN,
        State.CANCELLED,
        State.VETOED,
        State.EXPIRED,
        State.FAILED,
    }
)
BEFORE_THE_END = frozenset(
    {State.DRAFT, State.SPONSORING, State.DISCUSSION, State.PENDING, State.VOTING, State.PAUSED}
)
"""Those in which its vote has not begun, or goes on. A proposal that was withdrawn has no vote any more."""


def state(proposal: Proposal, now: datetime) -> State:
    """The state of a proposal at a time, from its facts alone."""
    if proposal.withdrawn_at:
        return State.WITHDRAWN
    if proposal.cancellation:
        return State.CANCELLED
    if proposal.submission is None:
        call = proposal.sponsor_call
        return State.SPONSORING if call is not None and call.stands(now) else State.DRAFT
    if proposal.opening is None:
        opens = proposal.opens_at
        return State.PENDING if opens and opens <= now else State.DISCUSSION
    if proposal.closing is None:
        if proposal.paused:
            return State.PAUSED
        ends = proposal.ends_at(now)
        return State.VOTING if ends is None or now < ends else State.CLOSED
    return _after_closing(proposal, proposal.closing, now)


def _after_closing(proposal: Proposal, closing: Closing, now: datetime) -> State:
    if not closing.passed:
        return State.DEFEATED
    if proposal.veto:
        return State.VETOED
    if proposal.stop:
        return State.FAILED
    if proposal.all_ended:
        return State.EXECUTED if proposal.all_succeeded else State.FAILED
    ends, expires = proposal.timelock_ends_at, proposal.expires_at
    # What has begun can be stopped no more, also where the clock was set back.
    if ends and now < ends and not proposal.begun:
        return State.TIMELOCK
    if not proposal.carried_out:
        return State.PASSED
    return State.EXPIRED if expires and now >= expires else State.EXECUTION
