"""The course of conviction is what `folkmoot tally` counts, at every second, and its passing is told exactly."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.conviction.curve import (
    ConvictionCurve,
    ConvictionRule,
    decay_of_half_life,
    election_of_stakes,
    needed_for,
)
from bot.domain.conviction.staking import Staking
from bot.domain.counting.conviction import D
from bot.domain.elections.decoding import decode
from bot.domain.elections.election import encode
from bot.domain.elections.tally import tally
from bot.domain.ids import MemberId, ProposalId

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PARK = ProposalId(1)
RULE = ConvictionRule(decay="9/10", max_ratio="1/5", weight="1/500")
"""DEFAULT_ALPHA, DEFAULT_BETA and DEFAULT_RHO of 1Hive's tests."""


def put(amount: int, at: int, member: int = 1, power: int = 10**30) -> Staking:
    return Staking(PARK, MemberId(member), amount, EPOCH + timedelta(seconds=at), at, power)


def test_the_course_has_the_numbers_of_1hives_own_tests() -> None:
    curve = ConvictionCurve.of([put(1000, 0)], RULE)
    assert [curve.at(1), curve.at(41), curve.limit] == [1000, 9867, 10000]


def test_before_the_first_stake_there_is_no_conviction() -> None:
    assert ConvictionCurve.of([put(1000, 50)], RULE).at(49) == 0
    assert ConvictionCurve.of([], RULE).at(49) == 0


def test_what_is_withdrawn_decays_from_what_was_reached() -> None:
    curve = ConvictionCurve.of([put(100, 10), put(0, 30)], RULE)
    assert [curve.at(30), curve.at(50), curve.staked] == [878, 107, 0]


_stakes = st.lists(
    st.tuples(st.integers(1, 3), st.one_of(st.integers(0, 50), st.integers(0, 10**24)), st.integers(0, 400)),
    max_size=12,
)


@given(stakes=_stakes, at=st.integers(0, 500), unit=st.sampled_from([1, 7, 60]), decay=st.integers(0, D - 1))
def test_at_every_second_the_course_is_what_the_tally_counts(
    stakes: list[tuple[int, int, int]], at: int, unit: int, decay: int
) -> None:
    rule = ConvictionRule(decay=f"{decay}/{D}", time_unit=unit, max_ratio="1/5", weight="1/500")
    stakings = [put(amount, when, who) for who, amount, when in sorted(stakes, key=lambda each: each[2])]
    election = election_of_stakes("Park", stakings, {}, rule.options(15000, 1000, at), 40000)
    result = tally(decode(encode(election)))
    assert result.scores == (str(ConvictionCurve.of(stakings, rule).at(at)),)
    assert result.needed == (needed_for(rule, 1000, 15000, 40000),)
    assert not result.invalid


@given(stakes=_stakes, now=st.integers(0, 500), needed=st.integers(0, 600), unit=st.sampled_from([1, 7]))
def test_it_passes_at_the_first_second_at_which_more_than_needed_is_there(
    stakes: list[tuple[int, int, int]], now: int, needed: int, unit: int
) -> None:
    rule = RULE.model_copy(update={"time_unit": unit})
    small = sorted(((w, a % 50, t) for w, a, t in stakes if t <= now), key=lambda each: each[2])
    curve = ConvictionCurve.of([put(amount, when, who) for who, amount, when in small], rule)
    found = curve.passes_at(needed, now)
    every = (second for second in range(now, now + 400 * unit) if curve.at(second) > needed)
    assert found == next(every, None)


def test_what_can_never_pass_has_no_time_of_passing() -> None:
    curve = ConvictionCurve.of([put(1000, 0)], RULE)
    assert curve.passes_at(None, 5) is None
    assert curve.passes_at(10000, 5) is None
    assert curve.passes_at(9866, 5) == 41


def test_the_time_of_a_passing_years_away_is_found_at_once() -> None:
    slow = ConvictionRule(decay=f"{D - 1}/{D}", max_ratio="1/5", weight="1/500")
    curve = ConvictionCurve.of([put(10**24, 0)], slow)
    at = curve.passes_at(curve.limit - 10**24, 0)
    assert at is not None
    assert curve.at(at) > curve.limit - 10**24 >= curve.at(at - 1)


@pytest.mark.parametrize(
    ("half_life", "unit", "decay"),
    [
        (timedelta(seconds=1), 1, 5_000_000),
        (timedelta(seconds=10), 1, 9_330_329),
        (timedelta(days=3), 86_400, 7_937_005),
        (timedelta(days=3), 60, 9_998_395),
        (timedelta(seconds=1), 2, 2_500_000),
        (timedelta(seconds=2), 3, 3_535_533),
        (timedelta(seconds=1), 100, 0),
    ],
)
def test_a_half_life_gives_the_decay_floored_as_the_contract_wants(
    half_life: timedelta, unit: int, decay: int
) -> None:
    assert decay_of_half_life(half_life, unit) == f"{decay}/{D}"


@given(steps=st.integers(1, 400))
def test_after_the_half_life_half_is_left_but_for_the_floor(steps: int) -> None:
    text = decay_of_half_life(timedelta(seconds=steps), 1)
    decay = int(text.partition("/")[0])
    assert Fraction(decay, D) ** steps <= Fraction(1, 2) < Fraction(decay + 1, D) ** steps


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"decay": "9/10", "half_life": "P3D"},
        {"decay": "1"},
        {"decay": "11/10"},
        {"decay": "0.9"},
        {"half_life": "P3650D"},
        {"half_life": "P3D", "time_unit": 0},
        {"decay": "9/10", "max_ratio": "2"},
        {"decay": "9/10", "funds": "12"},
    ],
)
def test_options_that_no_count_could_use_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ConvictionRule.model_validate({"max_ratio": "1/5", "weight": "1/500", **options})


def test_the_file_keeps_a_stake_that_was_right_in_its_time() -> None:
    """The member held 100, staked them, and sold 70: what gave way is a change of its own."""
    stakings = [put(100, 0, power=100), put(30, 20, power=30)]
    election = election_of_stakes("Park", stakings, {MemberId(1): 30}, RULE.options(15000, 1000, 20), 40000)
    result = tally(election)
    assert not result.invalid
    assert result.scores == (str(ConvictionCurve.of(stakings, RULE).at(20)),)
    assert election.ballots[0].power == "100"
