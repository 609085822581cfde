"""A pool is shared to the last base unit, whatever the rule and the powers."""

from fractions import Fraction
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.policy.voter_rewards import SharedBy
from bot.domain.voter_rewards.sharing import shares_of, weights_of
from tests.assurance import examples
from tests.naive.rewards import shared as naively_shared

WAYS: tuple[SharedBy, ...] = get_args(SharedBy)
ways = st.sampled_from(WAYS)
small = st.integers(min_value=0, max_value=9)
amounts = small | st.integers(min_value=0, max_value=10**30)
pools = st.integers(min_value=1, max_value=50) | st.integers(min_value=1, max_value=10**30)
powers = st.lists(amounts, max_size=12)
caps = st.none() | st.integers(min_value=1, max_value=20) | st.integers(min_value=1, max_value=10**30)


@settings(max_examples=examples(200, 5_000))
@given(pools, powers, ways, caps)
def test_parts_and_remainder_sum_to_exactly_the_pool(
    pool: int, powers: list[int], by: SharedBy, cap: int | None
) -> None:
    shares = shares_of(pool, weights_of(by, powers), cap)
    assert sum(shares.amounts) + shares.remainder == pool


@settings(max_examples=examples(200, 5_000))
@given(pools, powers, ways, caps)
def test_two_who_share_nothing_share_the_pool_alike(
    pool: int, powers: list[int], by: SharedBy, cap: int | None
) -> None:
    shares = shares_of(pool, weights_of(by, powers), cap)
    assert (list(shares.amounts), shares.remainder) == naively_shared(pool, powers, by, cap)


@settings(max_examples=examples(100, 2_000))
@given(pools, powers, ways, caps)
def test_something_stays_only_where_nobody_may_have_more(
    pool: int, powers: list[int], by: SharedBy, cap: int | None
) -> None:
    shares = shares_of(pool, weights_of(by, powers), cap)
    if shares.remainder:
        assert [amount for amount in shares.amounts if amount] == [cap] * sum(map(bool, powers))


@settings(max_examples=examples(100, 2_000))
@given(pools, powers, ways, caps)
def test_nobody_has_more_than_the_cap_and_who_has_no_power_has_nothing(
    pool: int, powers: list[int], by: SharedBy, cap: int | None
) -> None:
    amounts = shares_of(pool, weights_of(by, powers), cap).amounts
    assert cap is None or max(amounts, default=0) <= cap
    assert all(amount == 0 for amount, power in zip(amounts, powers, strict=True) if not power)


@settings(max_examples=examples(100, 2_000))
@given(pools, powers, ways, caps)
def test_whoever_weighs_more_gets_no_less(
    pool: int, powers: list[int], by: SharedBy, cap: int | None
) -> None:
    weights = weights_of(by, powers)
    amounts = shares_of(pool, weights, cap).amounts
    by_weight = sorted(zip(weights, amounts, strict=True))
    for (less, its), (more, theirs) in pairwise(by_weight):
        assert less == more or its <= theirs


@settings(max_examples=examples(100, 2_000))
@given(pools, powers, ways)
def test_without_a_cap_no_part_is_a_whole_unit_away_from_its_exact_share(
    pool: int, powers: list[int], by: SharedBy
) -> None:
    weights = weights_of(by, powers)
    for weight, amount in zip(weights, shares_of(pool, weights, None).amounts, strict=True):
        assert not weight or abs(amount - Fraction(pool * weight, sum(weights))) < 1


@given(pools, st.lists(st.integers(min_value=1, max_value=10**30), min_size=1, max_size=12))
def test_equal_parts_differ_by_one_base_unit_at_most(pool: int, powers: list[int]) -> None:
    amounts = shares_of(pool, weights_of("equal", powers), None).amounts
    assert max(amounts) - min(amounts) <= 1


@pytest.mark.parametrize(
    ("by", "pool", "powers", "cap", "amounts", "remainder"),
    [
        ("equal", 10, [5, 1, 400], None, (4, 3, 3), 0),
        ("equal", 2, [1, 1, 1], None, (1, 1, 0), 0),
        ("equal", 10, [1, 0, 1], None, (5, 0, 5), 0),
        ("power", 100, [1, 2, 3], None, (17, 33, 50), 0),
        ("power", 100, [1, 2, 3], 40, (20, 40, 40), 0),
        ("power", 100, [1, 1, 98], 30, (30, 30, 30), 10),
        ("power", 90, [1, 2, 97], 50, (13, 27, 50), 0),
        ("root", 100, [1, 4, 9], None, (17, 33, 50), 0),
        ("root", 100, [2, 8], None, (33, 67), 0),
        ("root", 1_000, [1, 10_000], 500, (500, 500), 0),
        ("power", 7, [], None, (), 7),
        ("power", 7, [0, 0], 3, (0, 0), 7),
    ],
)
def test_worked_examples(
    by: SharedBy, pool: int, powers: list[int], cap: int | None, amounts: tuple[int, ...], remainder: int
) -> None:
    shares = shares_of(pool, weights_of(by, powers), cap)
    assert (shares.amounts, shares.remainder) == (amounts, remainder)


@pytest.mark.attack("actions")
@given(pools, st.integers(min_value=1, max_value=10**30), st.integers(min_value=2, max_value=9))
def test_splitting_over_accounts_gains_nothing_where_power_counts_and_nothing_caps_it(
    pool: int, power: int, accounts: int
) -> None:
    """But for the base unit that rounding may give each account."""
    parts = [power * (place + 1) // accounts - power * place // accounts for place in range(accounts)]
    one = shares_of(pool, weights_of("power", [power, power]), None).amounts[0]
    several = sum(shares_of(pool, weights_of("power", [*parts, power]), None).amounts[:-1])
    assert abs(several - one) <= accounts
