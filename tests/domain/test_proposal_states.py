"""The state of a proposal follows from its facts and a time, and from nothing else."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.executors import Execution, ExecutionRequest, SafeExecutor, SafeTransaction
from bot.domain.frozen_document import freeze_hash, frozen_document
from bot.domain.ids import (
    BlockHash,
    ChainId,
    ContentHash,
    MemberId,
    ProposalId,
    ProposalNumber,
    RequestId,
    RoleId,
    SpaceId,
    TrackId,
    TransactionHash,
    address,
)
from bot.domain.policy.model import preset
from bot.domain.proposals.facts import (
    Cancellation,
    Closing,
    Content,
    Extended,
    Opening,
    Stop,
    Submission,
    Suspension,
    Veto,
)
from bot.domain.proposals.proposal import MOST_ATTEMPTS, Proposal
from bot.domain.proposals.reminding import reminds_at
from bot.domain.proposals.standing import Standing
from bot.domain.proposals.state import ENDED, State, state

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
POLICY = preset("token")
BLOCK = BlockRef(ChainId(1), 7, BlockHash("0x" + "ab" * 32), 1_772_366_400)
ACTION = Action(ChainId(1), address("0x" + "11" * 20), 5, "0x", line="transfer 5", signature="f()")
MO = MemberId(9)

DRAFT = Proposal(
    id=ProposalId(1),
    space=SpaceId(1),
    track=TrackId(1),
    author=MemberId(7),
    created_at=START,
    content=Content("A well", "We need water.", (ACTION,)),
    policy=POLICY,
)
SUBMITTED = replace(
    DRAFT,
    submission=Submission(START, 10, (BLOCK,), RoleId(12), ProposalNumber(1)),
    thread=Standing(START, seen_at=START),
)
OPENS = START + POLICY.periods.discussion
ENDS = OPENS + POLICY.periods.voting
OPENED = replace(SUBMITTED, opening=Opening(OPENS, ENDS, (BLOCK,), 1000, POLICY, ContentHash("00" * 32)))
PASSED = replace(OPENED, closing=Closing(ENDS, {}, True, ContentHash("00" * 32)))
DEFEATED = replace(OPENED, closing=Closing(ENDS, {}, False, ContentHash("00" * 32)))
TIMELOCK_ENDS = ENDS + POLICY.periods.timelock
EXPIRES = TIMELOCK_ENDS + POLICY.periods.execution
WITHOUT_ACTIONS = replace(PASSED, content=Content("A well", "We need water."))


WITH_SAFE = POLICY.model_copy(
    update={"executor": SafeExecutor(chain=ChainId(1), address=address("0x" + "22" * 20))}
)
OTHER_SAFE = SafeExecutor(chain=ChainId(1), address=address("0x" + "33" * 20))
STOP = Stop("code", {}, TIMELOCK_ENDS)
PAYLOAD = SafeTransaction(TransactionHash("0x02"), 0, ACTION.to, 5, "0x", 0, 7, 2)


def requested(*statuses: str | None) -> Proposal:
    """Passed, and asked of an executor for each status; None: it waits."""
    executors = [WITH_SAFE.executor, OTHER_SAFE][: len(statuses)]
    opening = PASSED.opening
    assert opening is not None
    requests = [
        ExecutionRequest(
            RequestId(number),
            executor,
            PAYLOAD,
            TIMELOCK_ENDS,
            execution=Execution(status, TransactionHash("0x01"), BLOCK, TIMELOCK_ENDS) if status else None,
        )
        for number, (executor, status) in enumerate(zip(executors, statuses, strict=True), start=1)
    ]
    return replace(PASSED, opening=replace(opening, policy=WITH_SAFE), requests=tuple(requests))


@pytest.mark.parametrize(
    ("proposal", "now", "expected"),
    [
        (DRAFT, START, State.DRAFT),
        (SUBMITTED, OPENS - TICK, State.DISCUSSION),
        (SUBMITTED, OPENS, State.PENDING),
        (replace(SUBMITTED, withdrawn_at=START), OPENS, State.WITHDRAWN),
        (OPENED, OPENS, State.VOTING),
        (OPENED, ENDS - TICK, State.VOTING),
        (OPENED, ENDS, State.CLOSED),
        (replace(OPENED, cancellation=Cancellation(MO, "moot", OPENS)), ENDS, State.CANCELLED),
        (DEFEATED, EXPIRES, State.DEFEATED),
        (PASSED, TIMELOCK_ENDS - TICK, State.TIMELOCK),
        (PASSED, TIMELOCK_ENDS, State.EXECUTION),
        (PASSED, EXPIRES - TICK, State.EXECUTION),
        (PASSED, EXPIRES, State.EXPIRED),
        (replace(PASSED, veto=Veto(MO, "theft", ENDS)), EXPIRES, State.VETOED),
        (WITHOUT_ACTIONS, TIMELOCK_ENDS - TICK, State.TIMELOCK),
        (WITHOUT_ACTIONS, TIMELOCK_ENDS, State.PASSED),
        (WITHOUT_ACTIONS, EXPIRES, State.PASSED),
        (requested("executed"), EXPIRES, State.EXECUTED),
        (requested("failed"), TIMELOCK_ENDS, State.FAILED),
        (requested("replaced"), EXPIRES, State.EXPIRED),
        (requested("replaced"), EXPIRES - TICK, State.EXECUTION),
        (replace(PASSED, stop=STOP), EXPIRES - TICK, State.FAILED),
        (requested("executed", "executed"), TIMELOCK_ENDS, State.EXECUTED),
        (requested("executed", "failed"), EXPIRES, State.FAILED),
        (requested(None), TIMELOCK_ENDS, State.EXECUTION),
        (requested("executed", None), TIMELOCK_ENDS, State.EXECUTION),
        (requested("failed", None), EXPIRES - TICK, State.EXECUTION),
        (requested("executed", None), EXPIRES, State.EXPIRED),
    ],
)
def test_a_state_begins_at_its_moment(proposal: Proposal, now: datetime, expected: State) -> None:
    assert state(proposal, now) is expected


def paused(*pauses: tuple[timedelta, timedelta | None]) -> Proposal:
    """Pauses from so long after the opening, for so long; None: still running."""
    suspensions = tuple(
        Suspension(MO, "a fire", OPENS + after, None if lasts is None else OPENS + after + lasts)
        for after, lasts in pauses
    )
    return replace(OPENED, suspensions=suspensions)


def test_a_paused_vote_is_paused_even_after_its_first_end() -> None:
    proposal = paused((timedelta(hours=1), None))
    assert state(proposal, ENDS + timedelta(days=30)) is State.PAUSED


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), max_size=5))
def test_the_end_moves_by_all_the_time_of_the_pauses(pauses: list[tuple[int, int]]) -> None:
    microseconds = [(timedelta(microseconds=after), timedelta(microseconds=lasts)) for after, lasts in pauses]
    proposal = paused(*microseconds)
    ends = ENDS + sum((lasts for _, lasts in microseconds), timedelta(0))
    assert proposal.ends_at(START) == proposal.ends_at(EXPIRES) == ends
    assert state(proposal, ends - TICK) is State.VOTING
    assert state(proposal, ends) is State.CLOSED


@given(st.integers(0, 10**12))
def test_while_a_pause_lasts_the_rest_of_the_vote_stays_the_same(elapsed: int) -> None:
    proposal = paused((timedelta(hours=1), None))
    now = OPENS + timedelta(hours=1) + timedelta(microseconds=elapsed)
    ends = proposal.ends_at(now)
    assert ends is not None
    assert ends - now == POLICY.periods.voting - timedelta(hours=1)


@given(
    st.sampled_from([DEFEATED, WITHOUT_ACTIONS, requested("executed"), requested("failed"), PASSED]),
    st.data(),
)
def test_what_has_ended_stays_ended(proposal: Proposal, data: st.DataObject) -> None:
    moments = st.integers(0, 10**8).map(lambda seconds: ENDS + timedelta(seconds=seconds))
    earlier, later = sorted([data.draw(moments), data.draw(moments)])
    if state(proposal, earlier) in ENDED:
        assert state(proposal, later) is state(proposal, earlier)


def test_the_frozen_policy_decides_whatever_the_track_says_today() -> None:
    later = POLICY.model_copy(
        update={"periods": POLICY.periods.model_copy(update={"timelock": timedelta(days=99)})}
    )
    proposal = replace(PASSED, policy=later)
    assert proposal.rules is POLICY
    assert proposal.timelock_ends_at == TIMELOCK_ENDS
    assert state(proposal, EXPIRES) is State.EXPIRED


def frozen(proposal: Proposal = SUBMITTED, block: BlockRef = BLOCK, total: int | None = 1000) -> str:
    return freeze_hash(frozen_document(proposal, proposal.policy, (block,), total))


@pytest.mark.parametrize(
    "changed",
    [
        {"proposal": replace(SUBMITTED, content=replace(SUBMITTED.content, title="A Well"))},
        {"proposal": replace(SUBMITTED, content=replace(SUBMITTED.content, text="We need water"))},
        {"proposal": replace(SUBMITTED, content=replace(SUBMITTED.content, actions=()))},
        {
            "proposal": replace(
                SUBMITTED, content=replace(SUBMITTED.content, actions=(replace(ACTION, value=6),))
            )
        },
        {"proposal": replace(SUBMITTED, id=ProposalId(2))},
        {"proposal": replace(SUBMITTED, author=MemberId(8))},
        {"proposal": replace(SUBMITTED, policy=POLICY.model_copy(update={"proposal_threshold": 1}))},
        {"block": dataclasses.replace(BLOCK, hash=BlockHash("0x" + "cd" * 32))},
        {"block": dataclasses.replace(BLOCK, number=8)},
        {"total": 1001},
        {"total": None},
    ],
)
def test_the_hash_of_a_vote_changes_with_anything_that_is_voted_on(changed: dict[str, object]) -> None:
    assert frozen(**changed) != frozen()


def test_the_hash_of_a_vote_does_not_depend_on_how_an_action_was_written() -> None:
    plain = replace(SUBMITTED.content, actions=(replace(ACTION, line="", signature=""),))
    assert frozen(replace(SUBMITTED, content=plain)) == frozen()


ENDS_OF_REQUESTS = st.lists(
    st.sampled_from(["executed", "failed", "failed, asked again", "replaced"]), max_size=MOST_ATTEMPTS
)


@given(ENDS_OF_REQUESTS, st.booleans())
def test_only_an_execution_is_called_one_whatever_came_before_it(ends: list[str], waits: bool) -> None:
    """And an executor is asked again only after what was replaced, or what somebody asked for, and not for ever."""
    ends = [each for number, each in enumerate(ends) if "executed" not in ends[:number]]
    if waits and len(ends) < MOST_ATTEMPTS:
        ends.append("waits")
    (made,) = requested(None).requests
    requests = [
        replace(
            made,
            id=RequestId(number),
            execution=None
            if end == "waits"
            else Execution(end.partition(",")[0], TransactionHash("0x01"), BLOCK, TIMELOCK_ENDS),
            asked_again_at=TIMELOCK_ENDS if "again" in end else None,
        )
        for number, end in enumerate(ends, start=1)
    ]
    proposal = replace(requested(None), requests=tuple(requests))
    current, last = state(proposal, TIMELOCK_ENDS), ends[-1] if ends else ""
    asks = last in ("", "replaced", "failed, asked again") and len(ends) < MOST_ATTEMPTS
    assert bool(proposal.unrequested) is asks
    assert (current is State.EXECUTED) is (last == "executed")
    assert (current is State.EXECUTION) is (asks or last == "waits")
    assert len(proposal.standing) == (not asks)
    may = [proposal.may_be_asked_again(each, TIMELOCK_ENDS) for each in requests]
    assert sum(may) == (last == "failed" and len(ends) < MOST_ATTEMPTS)


# -- reminding -----------------------------------------------------------------------------------------------


@given(
    voting=st.timedeltas(timedelta(minutes=1), timedelta(days=60)),
    by=st.timedeltas(timedelta(0), timedelta(days=9)),
)
def test_voters_are_reminded_once_in_the_last_part_of_a_vote(voting: timedelta, by: timedelta) -> None:
    opening = OPENED.opening
    assert opening is not None
    proposal = replace(OPENED, opening=replace(opening, ends_at=OPENS + voting))
    due = reminds_at(proposal)
    assert due is not None
    assert OPENS + voting * 3 / 4 <= due < OPENS + voting
    assert OPENS + voting - due <= timedelta(days=1)
    extended = replace(proposal, extensions=(Extended(due, by),))
    assert reminds_at(extended) == due + by
    assert reminds_at(replace(extended, reminded_at=due)) is None


def test_where_there_is_no_end_to_wait_for_nobody_is_reminded() -> None:
    paused = replace(OPENED, suspensions=(Suspension(MO, "a bug", OPENS),))
    for proposal in (SUBMITTED, PASSED, paused, replace(OPENED, decided_at=OPENS)):
        assert reminds_at(proposal) is None
