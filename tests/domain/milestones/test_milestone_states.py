"""Where a milestone stands, and whether it may be reported again, follows from facts and a time."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.actions.actions import Action
from bot.domain.executors import Execution, ExecutionRequest
from bot.domain.ids import ChainId, ContentHash, MemberId, RequestId, TransactionHash, address
from bot.domain.milestones.milestone import Milestone
from bot.domain.milestones.release import Release, release_policy
from bot.domain.milestones.standing import MilestoneState, holds, milestone_state
from bot.domain.policy.milestones import MilestoneRule
from bot.domain.policy.model import Policy, preset
from bot.domain.proposals.facts import Cancellation, Closing, Content, Opening, Veto
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from tests.domain.test_proposal_states import (
    BLOCK,
    ENDS,
    EXPIRES,
    OTHER_SAFE,
    PASSED,
    PAYLOAD,
    START,
    STOP,
    SUBMITTED,
    TIMELOCK_ENDS,
)

RULE = MilestoneRule(by="silence", objection="1/4", voting=timedelta(days=3))
POLICY = preset("token").model_copy(update={"executor": OTHER_SAFE, "milestones": RULE})
PAYMENT = Action(ChainId(1), address("0x" + "44" * 20), 7, "0x")
LATER = EXPIRES + timedelta(days=40)
PROMISE = replace(
    PASSED,
    content=Content("Grant", "Two parts", milestones=(Milestone("One", LATER.date(), PAYMENT),)),
    opening=Opening(START, ENDS, (BLOCK,), 1000, POLICY, ContentHash("00" * 32)),
)
RELEASED_BY = Release(PROMISE.id, ContentHash("00" * 32), 1, 1, release_policy(POLICY, PAYMENT.chain, None))
DECIDES = frozenset({State.DISCUSSION, State.PENDING, State.VOTING, State.PAUSED, State.CLOSED})
MAY_BE_ASKED = DECIDES | {State.TIMELOCK, State.EXECUTION}
moments = st.integers(0, 60).map(lambda days: START + timedelta(days=days))
maybe = st.booleans()


@st.composite
def releases(draw: st.DrawFn) -> Proposal:
    """Anything that a release may have come to."""
    found = replace(
        SUBMITTED, content=Content("1", "Done", (PAYMENT,)), release=RELEASED_BY, policy=RELEASED_BY.policy
    )
    if draw(maybe) and draw(maybe):
        return replace(found, withdrawn_at=START)
    if not draw(st.integers(0, 4)):
        return found
    opening = Opening(START, ENDS, (BLOCK,), 1000, RELEASED_BY.policy, ContentHash("00" * 32))
    found = replace(found, opening=opening)
    if draw(maybe) and draw(maybe):
        return replace(found, cancellation=Cancellation(MemberId(1), "moot", ENDS))
    if not draw(st.integers(0, 4)):
        return found
    found = replace(found, closing=Closing(ENDS, {}, draw(maybe), ContentHash("00" * 32)))
    if found.closing is None or not found.closing.passed:
        return found
    if not draw(st.integers(0, 3)):
        return replace(found, veto=Veto(MemberId(1), "no", ENDS))
    if not draw(st.integers(0, 3)):
        return replace(found, stop=STOP)
    status = draw(st.sampled_from([None, "waits", "executed", "failed", "replaced"]))
    if status is not None:
        end = None if status == "waits" else Execution(status, TransactionHash("0x01"), BLOCK, TIMELOCK_ENDS)
        request = ExecutionRequest(RequestId(1), OTHER_SAFE, PAYLOAD, TIMELOCK_ENDS, execution=end)
        found = replace(found, requests=(request,))
    if draw(maybe):
        found = replace(found, concluded_at=EXPIRES)
    return found


@given(releases(), moments, moments)
def test_what_may_be_reported_again_can_never_be_paid_any_more(
    release: Proposal, now: datetime, later: datetime
) -> None:
    if not holds(release, now):
        assert release.requests == ()
        if release.concluded_at is None or release.concluded_at <= later:
            assert state(release, max(now, later)) not in MAY_BE_ASKED


@given(st.lists(releases(), max_size=4), moments)
def test_a_part_is_awaited_only_while_nothing_may_pay_it(found: list[Proposal], now: datetime) -> None:
    stands = milestone_state(PROMISE, 1, found, now)
    if stands is MilestoneState.AWAITED:
        assert not any(each.requests or state(each, now) in MAY_BE_ASKED for each in found)
        assert len(found) < 3
        assert now < PROMISE.content.milestones[0].ends_at
    if any(state(each, now) is State.EXECUTED for each in found):
        assert stands not in (MilestoneState.AWAITED, MilestoneState.LAPSED, MilestoneState.REFUSED)


def test_the_last_day_ends_at_midnight_in_utc() -> None:
    milestone = Milestone("One", date(2027, 2, 28), PAYMENT)
    assert milestone.ends_at.isoformat() == "2027-03-01T00:00:00+00:00"


@pytest.mark.parametrize("by", ["vote", "silence"])
def test_the_rules_of_a_release_are_a_policy_that_could_be_a_tracks(by: str) -> None:
    rule = RULE.model_copy(update={"by": by})
    found = release_policy(POLICY.model_copy(update={"milestones": rule}), PAYMENT.chain, None)
    assert Policy.model_validate_json(found.model_dump_json()) == found
    assert (found.power, found.executor, found.periods.timelock) == (
        POLICY.power,
        POLICY.executor,
        POLICY.periods.timelock,
    )
    assert found.milestones is None
    assert (found.rules == POLICY.rules) == (by == "vote")
