"""Every cause of an obstacle is said whole, and none too often."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import errors
from bot.domain.actions.limits import NotAllowed, OfSpace, OverLimit
from bot.domain.errors.chain.contracts import NotOfItsInterface
from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.errors.outside import (
    DelegatorsUnread,
    FinalityStandsStill,
    NoAnswerWithin,
    ReadFailure,
    TotalUnread,
)
from bot.domain.errors.proposals.choices import NoneNamed
from bot.domain.errors.proposals.server_acts import RoleAboveBot
from bot.domain.executors import BindingState, ProofDemand, SafeExecutor
from bot.domain.ids import ChainId, ProposalId, ProposalNumber, address
from bot.domain.policy.limits import Spending
from bot.domain.proposals.obstacles import PATIENCE, Cause, Obstacle, Step, cause_of
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from bot.wording.proposals.lifecycle.obstacles import obstacle_lines, obstacle_text

SAY = language(markup=DISCORD)
ROOM = 400
"""Characters of a card's state that are never cut."""
_A, _CHAIN = address("0x" + "ab" * 20), ChainId(10)
_SAFE = SafeExecutor(chain=_CHAIN, address=_A)
ERRORS: dict[Cause, Exception] = {
    Cause.EXECUTOR_CHANGED: errors.ExecutorChanged(ProposalId(1)),
    Cause.UNPROVED: errors.ExecutorUnproved(BindingState(_SAFE, ProofDemand.ONE, None, bound=False)),
    Cause.ADMINISTRATION: errors.ChangesExecutor(_A, "addOwnerWithThreshold"),
    Cause.NOT_ALLOWED: errors.BeyondLimits((NotAllowed("20.20.20.20", _A, "0x01020304", True),)),
    Cause.LIMIT: errors.BeyondLimits(
        (OverLimit(Spending(symbol="*" * 32, per_period=2**256 - 1), timedelta(1), 2**256, 2**256, _A),)
    ),
    Cause.NOT_ALLOWED_ABOVE: errors.BeyondLimits(
        (OfSpace("x" * 40, NotAllowed("20.20.20.20", _A, "0x01020304", True)),)
    ),
    Cause.LIMIT_ABOVE: errors.BeyondLimits(
        (
            OfSpace(
                "x" * 40,
                OverLimit(Spending(symbol="*" * 32, per_period=2**256 - 1), timedelta(1), 2**256, 2**256),
            ),
        )
    ),
    Cause.NO_BATCH_CONTRACT: errors.NoBatchContract(_CHAIN, _A, 20),
    Cause.CANNOT_CAST: errors.CannotCast(_A, "9" * 77, NotCast.CHANGED),
    Cause.OTHER_TRACK: errors.NoCastingHere(),
    Cause.TOO_MANY_CALLS: errors.TooManyCalls(_SAFE, 10, 11),
    Cause.CALLS_HIDDEN: errors.CallsHidden(3, 6, 1_000),
    Cause.ACT_REFUSED: errors.ActsRefused(3, "grant @" + "x" * 300, RoleAboveBot("x" * 300)),
    Cause.DISCORD_SILENT: errors.ServerUnheard("https://node.example/v2/secret-key"),
    Cause.NO_CHOICES: errors.BadChoices(NoneNamed()),
    Cause.NO_MILESTONES: errors.NoMilestonesHere(),
    Cause.POOL_CHANGED: errors.PoolChanged(ProposalId(1)),
    Cause.NO_TOTAL: errors.TotalUnknown("erc721 " + "x" * 300),
    Cause.NO_CONTRACT: errors.NoCode(_A, _CHAIN),
    Cause.WRONG_CONTRACT: errors.WrongContract(_A, "Safe", NotOfItsInterface("0x01020304")),
    Cause.NO_CHAIN: errors.UnknownChain("10", ("mainnet",)),
    Cause.OTHER_HASH: errors.RequestMismatch("0x1", "0x2"),
    Cause.ALTERED: errors.ContentAltered(ProposalNumber(7)),
    Cause.CHAIN_STANDS_STILL: errors.ChainUnavailable(_CHAIN, "old", FinalityStandsStill(1, 2)),
    Cause.CHAIN_PRUNED: errors.ChainUnavailable(_CHAIN, "missing trie node", failure=ReadFailure.PRUNED),
    Cause.TOTAL_UNREAD: errors.ChainUnavailable(_CHAIN, "reverts", TotalUnread("erc20 " + "*_`" * 200)),
    Cause.DELEGATORS_UNREAD: errors.ChainUnavailable(
        _CHAIN, "https://node.example/v2/secret-key", DelegatorsUnread()
    ),
    Cause.CHAIN_SILENT: errors.ChainUnavailable(_CHAIN, "https://node.example/v2/secret-key: 502"),
    Cause.OUTSIDE_SILENT: errors.ServiceUnavailable("safe", NoAnswerWithin(10)),
    Cause.UNREADABLE: errors.StoredDataInvalid("revisions.actions: {"),
    Cause.HANGS: TimeoutError(),
    Cause.FAULT: RuntimeError("https://node.example/v2/secret-key"),
}


def test_every_cause_has_an_error() -> None:
    assert set(ERRORS) == set(Cause)


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("cause", Cause)
def test_every_cause_is_said_whole_with_what_to_do_and_without_what_a_node_said(
    cause: Cause, step: Step
) -> None:
    found, data = cause_of(ERRORS[cause])
    assert found is cause
    said = obstacle_text(step, cause, data, SAY)
    assert said.count("➡️") == 1
    assert "secret-key" not in said
    assert "secret-key" not in repr(data)
    obstacle = Obstacle(step, cause, data, _now())
    assert len("\n".join(obstacle_lines(obstacle, SAY))) <= ROOM


@given(st.lists(st.tuples(st.sampled_from([*sorted(ERRORS), None]), st.integers(0, 7_200)), max_size=60))
def test_however_obstacles_come_and_go_few_are_told(met: list[tuple[Cause | None, int]]) -> None:
    """What is told was met and had come since it was told last, two of the same are an hour apart, and after the fifth
    any two are."""
    now = _now()
    known: Obstacle | None = None
    told: list[tuple[str, datetime]] = []
    come: dict[str, datetime] = {}
    """What is there, and since when."""
    for cause, seconds in met:
        now += timedelta(seconds=seconds)
        if cause is None:
            known, come = known and known.gone(), {}
            continue
        _, data = cause_of(ERRORS[cause])
        fresh = Obstacle(Step.OPENING, cause, data, now)
        come = {fresh.mark: come.get(fresh.mark, now)}
        known = fresh if known is None else known.followed_by(fresh)
        assert known.cause is cause
        if known.is_due(now):
            known = known.after_telling(now)
            before = [at for mark, at in told if mark == known.mark]
            assert not before or (before[-1] < come[known.mark] and now >= before[-1] + timedelta(hours=1))
            assert not cause.passes or now >= come[known.mark] + PATIENCE
            told.append((known.mark, now))
            assert known.is_told
            assert not known.is_due(now)
    later = [at for _, at in told[4:]]
    assert all(after - before >= timedelta(hours=1) for before, after in itertools.pairwise(later))


@pytest.mark.attack("floods")
def test_one_that_comes_back_each_minute_is_told_at_most_daily_in_the_end() -> None:
    now = _now()
    obstacle = Obstacle(Step.EXECUTION, Cause.OTHER_HASH, {}, now)
    told = []
    for _ in range(60 * 24 * 30):
        obstacle = obstacle.followed_by(Obstacle(Step.EXECUTION, Cause.OTHER_HASH, {}, now))
        if obstacle.is_due(now):
            obstacle = obstacle.after_telling(now)
            told.append(now)
        obstacle = obstacle.gone()
        now += timedelta(minutes=1)
    pauses = [after - before for before, after in itertools.pairwise(told)]
    assert pauses[0] == timedelta(hours=1)
    assert all(after >= before for before, after in itertools.pairwise(pauses))
    assert pauses[-1] == timedelta(days=1)


def _now() -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC)
