"""Whose word counts of the time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.timekeeping import NOTED, TOLERATED, Bounds, Trust, Witness, judge, most_agreed

ZERO = datetime(2026, 3, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

offsets = st.integers(-(10**6), 10**6).map(lambda number: timedelta(milliseconds=number))
widths = st.integers(0, 3000).map(lambda number: timedelta(milliseconds=number))


def discord(ahead: timedelta = timedelta(0)) -> Bounds:
    """Discord's time, if its clock is so far ahead."""
    return Bounds(ZERO + ahead - SECOND / 2, ZERO + ahead + SECOND / 2)


def head(ahead: timedelta = timedelta(0), *, lively: bool = False) -> Witness:
    """A chain whose head is so far in the future; less than zero: so old."""
    return Witness(Bounds(ZERO + ahead - 15 * SECOND, ZERO + ahead + 2 * MINUTE), lively)


@given(truth=offsets, said=st.lists(st.tuples(widths, widths), min_size=1, max_size=8))
def test_what_true_answers_agree_on_holds_the_truth(
    truth: timedelta, said: list[tuple[timedelta, timedelta]]
) -> None:
    answers = [Bounds(ZERO + truth - before, ZERO + truth + after) for before, after in said]
    found = most_agreed(answers)
    assert found.earliest <= ZERO + truth <= found.latest
    assert found.earliest == max(each.earliest for each in answers)


@given(
    truth=offsets,
    said=st.lists(st.tuples(widths, widths), min_size=4, max_size=7),
    lies=st.lists(offsets, max_size=3),
    order=st.randoms(),
)
def test_fewer_lies_than_true_answers_don_t_move_the_time(
    truth: timedelta, said: list[tuple[timedelta, timedelta]], lies: list[timedelta], order: object
) -> None:
    answers = [Bounds(ZERO + truth - before, ZERO + truth + after) for before, after in said]
    answers += [
        Bounds(ZERO + truth + 10 * SECOND + abs(lie), ZERO + truth + 11 * SECOND + abs(lie)) for lie in lies
    ]
    order.shuffle(answers)  # type: ignore[attr-defined]
    found = most_agreed(answers)
    assert found.earliest <= ZERO + truth <= found.latest


@given(own=offsets, earliest=offsets, width=widths)
def test_a_difference_is_never_more_than_what_is_certain(
    own: timedelta, earliest: timedelta, width: timedelta
) -> None:
    bounds = Bounds(ZERO + earliest, ZERO + earliest + width)
    ahead = bounds.ahead(ZERO + own)
    assert bounds.earliest <= ZERO + own - ahead <= bounds.latest
    assert abs(ahead) <= min(abs(ZERO + own - bounds.earliest), abs(ZERO + own - bounds.latest))


@given(own=offsets, heads=st.lists(st.tuples(offsets, st.booleans()), max_size=4))
def test_a_clock_that_agrees_with_discord_is_gone_by_whatever_chains_say(
    own: timedelta, heads: list[tuple[timedelta, bool]]
) -> None:
    witnesses = {str(number): head(ahead, lively=lively) for number, (ahead, lively) in enumerate(heads)}
    assert not judge(ZERO + own, discord(own), witnesses).halts


@given(own=offsets, late=st.lists(offsets.map(abs), max_size=4))
def test_true_heads_never_keep_a_wrong_clock_running(own: timedelta, late: list[timedelta]) -> None:
    """However old they are: Discord says the truth, and a head is never of the future."""
    witnesses = {str(number): head(-each, lively=True) for number, each in enumerate(late)}
    verdict = judge(ZERO + own, discord(), witnesses)
    wrong = abs(own) > TOLERATED + SECOND / 2
    # Old heads confirm a clock that is as far behind: what happens by it comes late, and never early.
    assert verdict.halts == wrong or (own < timedelta(0) and verdict.trust is Trust.CONFIRMED)


def test_a_second_is_noted_and_ten_are_too_many() -> None:
    half = SECOND / 2
    assert judge(ZERO + half + NOTED, discord(), {}).trust is Trust.AGREES
    assert judge(ZERO + half + NOTED + SECOND / 100, discord(), {}).trust is Trust.OFF
    assert judge(ZERO - half - TOLERATED, discord(), {}).trust is Trust.OFF
    assert judge(ZERO - half - TOLERATED - SECOND / 100, discord(), {}).trust is Trust.WRONG


@pytest.mark.attack("time")
@pytest.mark.parametrize("ahead", [-HOUR, -3 * MINUTE, 3 * MINUTE, HOUR], ids=str)
def test_a_discord_that_lies_is_refuted_by_a_chain(ahead: timedelta) -> None:
    assert judge(ZERO, discord(ahead), {"mainnet": head()}).trust is Trust.CONFIRMED
    assert judge(ZERO, discord(ahead), {}).halts


@pytest.mark.attack("time")
@pytest.mark.parametrize("ahead", [-HOUR, -20 * SECOND, 20 * SECOND, HOUR], ids=str)
def test_a_chain_that_lies_is_refuted_by_discord(ahead: timedelta) -> None:
    verdict = judge(ZERO, discord(), {"mainnet": head(ahead, lively=True)})
    assert verdict.trust is Trust.AGREES
    assert verdict.off == (("mainnet",) if ahead in (-HOUR, HOUR) else ())


@pytest.mark.attack("time")
def test_where_discord_is_silent_a_head_of_the_future_stops_the_clock() -> None:
    assert judge(ZERO, None, {"mainnet": head(HOUR)}).halts
    assert not judge(ZERO, None, {"mainnet": head(HOUR), "gnosis": head()}).halts


@pytest.mark.attack("time")
def test_where_discord_is_silent_an_old_head_stops_the_clock_only_if_the_chain_makes_blocks() -> None:
    assert judge(ZERO, None, {"mainnet": head(-HOUR, lively=True)}).halts
    assert not judge(ZERO, None, {"mainnet": head(-HOUR)}).halts
