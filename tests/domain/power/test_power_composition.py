"""How what was read becomes what a ballot weighs: caps, minimum, curve, the greatest source, the least balance."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.blocks import BlockRef, Undetermined, Value
from bot.domain.ids import BlockHash, ChainId, RoleId, address
from bot.domain.power import (
    Allowlist,
    Erc20,
    Erc721,
    Holder,
    Holding,
    MemberPower,
    PowerRule,
    Reputation,
    Role,
    compose,
    sample_times,
)
from tests.said import raises_saying

UNIT = 10**18
GOLD = Erc20(chain=ChainId(1), contract=address("0x" + "11" * 20))
ART = Erc721(chain=ChainId(2), contract=address("0x" + "22" * 20), weight=100)
ADA, ADAS_OTHER, ADAS_THIRD = (address("0x" + digits * 20) for digits in ("aa", "bb", "cc"))
ELDERS = Role(role=RoleId(7), weight=5)
STANDING = Reputation(half_life=timedelta(days=90), weight=2)

amounts = st.integers(0, 2**130)


def power(rule: PowerRule, *moments: tuple[int, ...]) -> MemberPower:
    """Of one wallet that holds, at each moment, so much of each source of the rule."""
    readings = [{(place, ADA): Value(raw) for place, raw in enumerate(found)} for found in moments]
    return compose(rule, Holder((ADA,)), readings[0], readings[1:])


def total(rule: PowerRule, *moments: tuple[int, ...]) -> int:
    found = power(rule, *moments).total
    assert found is not None
    return found


def gold(**more: Any) -> PowerRule:
    return PowerRule(sources=(GOLD,), **more)


# -- curve


@pytest.mark.parametrize(("whole", "root"), [(0, 0), (1, 1), (4, 2), (9, 3), (10_000, 100)])
def test_four_tokens_give_two_votes_and_nine_give_three(whole: int, root: int) -> None:
    assert total(gold(curve="root"), (whole * UNIT,)) == root * UNIT


def test_a_root_is_floored_at_the_base_unit() -> None:
    assert total(gold(curve="root"), (2 * UNIT,)) == 1_414213562373095048
    assert total(gold(curve="root"), (1,)) == 10**9


@given(amounts)
def test_a_root_is_the_greatest_number_whose_square_is_not_more(balance: int) -> None:
    root = total(gold(curve="root"), (balance,))
    assert root**2 <= balance * UNIT < (root + 1) ** 2


@pytest.mark.parametrize("decimals", [0, 6, 17])
def test_a_root_of_few_decimals_is_refused_with_the_reason(decimals: int) -> None:
    with raises_saying(ValidationError, "at least 18 decimals"):
        gold(curve="root", decimals=decimals)


@given(st.lists(amounts, min_size=3, max_size=3), st.sampled_from(["linear", "root"]))
def test_splitting_a_balance_over_wallets_never_gains(parts: list[int], curve: Any) -> None:
    rule = gold(curve=curve, cap=10**24, minimum=10**12)
    wallets = (ADA, ADAS_OTHER, ADAS_THIRD)
    readings = {(0, wallet): Value(part) for wallet, part in zip(wallets, parts, strict=True)}
    assert compose(rule, Holder(wallets), readings).total == total(rule, (sum(parts),))


# -- sum and max


@given(amounts, amounts, st.integers(0, 2**130))
def test_the_greatest_source_alone_never_counts_more_than_all_together(
    gold_: int, art: int, cap: int
) -> None:
    sources = (GOLD, ART.model_copy(update={"cap": cap + 1}))
    found = total(PowerRule(sources=sources, combine="max"), (gold_, art))
    assert found == max(gold_, min(100 * art, cap + 1))
    assert found <= total(PowerRule(sources=sources), (gold_, art)) <= 2 * found


def test_the_greatest_source_is_taken_over_all_wallets_together() -> None:
    rule = PowerRule(sources=(GOLD, ART), combine="max")
    readings = {
        (0, ADA): Value(60),
        (0, ADAS_OTHER): Value(60),
        (1, ADA): Value(1),
        (1, ADAS_OTHER): Value(0),
    }
    assert compose(rule, Holder((ADA, ADAS_OTHER)), readings).total == 120


# -- caps and minimum


@given(amounts, amounts, amounts, amounts)
def test_a_higher_cap_never_takes_power_away(gold_: int, art: int, one: int, other: int) -> None:
    low, high = sorted((one + 1, other + 1))
    for caps in (
        lambda cap: {"cap": cap},
        lambda cap: {"sources": (GOLD.model_copy(update={"cap": cap}), ART)},
    ):
        rules = [PowerRule(**{"sources": (GOLD, ART), **caps(cap)}) for cap in (low, high)]
        assert total(rules[0], (gold_, art)) <= total(rules[1], (gold_, art))


@given(amounts, amounts, amounts)
def test_a_higher_minimum_never_gives_power_and_a_greater_balance_never_loses_any(
    balance: int, more: int, minimum: int
) -> None:
    found = total(gold(minimum=minimum), (balance,))
    assert found == (balance if balance >= minimum else 0)
    assert (
        total(gold(minimum=minimum + more), (balance,))
        <= found
        <= total(gold(minimum=minimum), (balance + more,))
    )


def test_the_cap_of_a_source_is_for_all_wallets_together() -> None:
    rule = PowerRule(sources=(GOLD.model_copy(update={"cap": 50}), ART))
    readings = {
        (0, ADA): Value(40),
        (0, ADAS_OTHER): Value(40),
        (1, ADA): Value(1),
        (1, ADAS_OTHER): Value(0),
    }
    found = compose(rule, Holder((ADA, ADAS_OTHER)), readings)
    assert (found.given(0), found.given(1), found.total) == (80, 100, 150)


def test_the_order_is_cap_then_minimum_then_curve() -> None:
    rule = gold(cap=9 * UNIT, minimum=9 * UNIT, curve="root")
    assert total(rule, (100 * UNIT,)) == 3 * UNIT
    assert total(rule, (9 * UNIT - 1,)) == 0
    steps = power(rule, (100 * UNIT,)).steps
    assert steps is not None
    assert (steps.balances, steps.capped, steps.kept, steps.total) == (
        (100 * UNIT,),
        9 * UNIT,
        9 * UNIT,
        3 * UNIT,
    )


# -- holding


@given(st.lists(st.tuples(amounts, amounts), min_size=2, max_size=5), st.sampled_from(["linear", "root"]))
def test_the_least_balance_counts_and_never_more_than_that_of_the_snapshot(
    moments: list[tuple[int, int]], curve: Any
) -> None:
    rule = PowerRule(sources=(GOLD, ART), cap=10**30, minimum=1000, curve=curve)
    found = total(rule, *moments)
    assert found <= total(rule, moments[0])
    assert found == min(total(rule, moment) for moment in moments)


def test_what_moves_between_ones_own_sources_and_wallets_is_held_all_the_time() -> None:
    rule = PowerRule(sources=(GOLD, ART.model_copy(update={"weight": 1})))
    found = power(rule, (0, 10), (10, 0))
    assert found.total == 10
    borrowed = power(rule, (1_000_000, 10), (10, 0), (5, 5))
    assert borrowed.steps is not None
    assert (borrowed.steps.balances, borrowed.steps.least, borrowed.total) == ((1_000_010, 10, 10), 1, 10)


def test_a_list_a_role_and_the_ledger_count_at_every_moment() -> None:
    listed = Allowlist(entries=[{"account": ADA, "amount": 3}])
    rule = PowerRule(sources=(GOLD, listed, ELDERS, STANDING))
    holder = Holder((ADA,), frozenset({ELDERS.role}), {STANDING.key: 20})
    found = compose(rule, holder, {(0, ADA): Value(100)}, [{(0, ADA): Value(1)}])
    assert found.total == 1 + 3 + 5 + 40
    nobody = compose(rule, Holder((ADA,)), {(0, ADA): Value(100)}, [{(0, ADA): Value(1)}])
    assert nobody.total == 1 + 3


@pytest.mark.parametrize("combine", ["sum", "max"])
def test_a_moment_that_could_not_be_read_leaves_the_power_undetermined(combine: Any) -> None:
    rule = PowerRule(sources=(GOLD, ART), combine=combine)
    known = {(0, ADA): Value(1), (1, ADA): Value(1)}
    gone = {(0, ADA): Value(0), (1, ADA): Undetermined("no state")}
    found = compose(rule, Holder((ADA,)), known, [known, gone])
    assert (found.total, found.steps, found.given(1), found.given(1, 2)) == (None, None, 100, None)
    assert compose(rule, Holder((ADA,)), known, [{}]).total is None


def test_a_source_that_is_named_twice_counts_twice() -> None:
    assert total(PowerRule(sources=(GOLD, GOLD)), (5, 5)) == 10


# -- the times of a holding rule


def block(chain: int, time: int, name: str = "ab") -> BlockRef:
    return BlockRef(ChainId(chain), 17, BlockHash("0x" + name * 32), time)


NOON = int(datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp())


@given(st.integers(60, 10**7), st.integers(2, 12), st.integers(0, 2**64), st.integers(0, 1000))
def test_one_time_lies_in_each_equal_part_of_the_window_before_the_snapshot(
    window: int, samples: int, seed: int, lag: int
) -> None:
    holding = Holding(window=timedelta(seconds=window), samples=samples)
    snapshot = [block(1, NOON, f"{seed % 256:02x}"), block(2, NOON - lag, f"{seed % 251:02x}")]
    times = sample_times(holding, snapshot)
    assert len(times) == samples - 1
    for part, time in enumerate(times):
        begins = NOON - window + part * window // (samples - 1)
        ends = NOON - window + (part + 1) * window // (samples - 1)
        assert begins <= int(time.timestamp()) < ends
    assert sample_times(holding, snapshot[::-1]) == times


def test_the_times_are_those_of_the_formula_and_differ_from_snapshot_to_snapshot() -> None:
    holding = Holding(window=timedelta(days=7), samples=4)
    times = sample_times(holding, [block(1, NOON)])
    assert [int(time.timestamp()) for time in times] == [1795013750, 1795212528, 1795347239]
    assert sample_times(holding, [block(1, NOON, "ac")]) != times
    assert sample_times(holding, []) == []


def test_a_window_shorter_than_its_samples_is_refused() -> None:
    with raises_saying(ValidationError, "fewer seconds"):
        Holding(window=timedelta(seconds=3), samples=4)


# -- gates


def test_a_gate_gives_no_power_and_without_it_nothing_else_counts() -> None:
    rule = PowerRule(sources=(GOLD, ART.model_copy(update={"gate": True, "required": 200})))
    through, short = power(rule, (7, 2)), power(rule, (7, 1))
    assert (through.total, through.lacking) == (7, ())
    assert (short.total, short.lacking) == (0, (rule.sources[1],))
    assert short.given(1) == 100


def test_what_is_required_of_a_source_may_count_too() -> None:
    rule = PowerRule(sources=(GOLD, ART.model_copy(update={"required": 200})))
    assert (total(rule, (7, 2)), total(rule, (7, 1))) == (207, 0)


def test_what_is_borrowed_for_a_moment_opens_no_gate() -> None:
    rule = PowerRule(sources=(GOLD, ART.model_copy(update={"gate": True})))
    assert (total(rule, (7, 1), (7, 1)), total(rule, (7, 1), (7, 0))) == (7, 0)


def test_while_a_gate_is_unread_nothing_is_known_and_what_is_lacking_is_known_before_the_rest() -> None:
    elders = Role(role=RoleId(7), gate=True)
    rule = PowerRule(sources=(GOLD, ART.model_copy(update={"gate": True}), elders))
    unread = compose(rule, Holder((ADA,)), {(0, ADA): Value(5)})
    assert (unread.total, unread.lacking) == (None, (elders,))
    assert compose(rule, Holder((ADA,), frozenset({RoleId(7)})), {}).lacking == ()
    assert unread.most == 0


@given(st.integers(0, 9), st.integers(0, 9), st.integers(1, 9), st.booleans())
def test_a_gate_is_open_or_shut_and_changes_nothing_else(
    gold: int, art: int, required: int, gate: bool
) -> None:
    asked = ART.model_copy(update={"gate": gate, "required": required * 100})
    found = total(PowerRule(sources=(GOLD, asked)), (gold, art))
    assert found == (0 if art < required else gold if gate else gold + 100 * art)
