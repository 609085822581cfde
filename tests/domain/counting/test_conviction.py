"""Conviction agrees with 1Hive's contract to the last digit."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.counting.conviction import ConvictionOptions, conviction, step_decay, threshold
from bot.domain.elections.election import ElectionError
from tests.domain.counting.documents import result
from tests.said import raises_saying

ALPHA = 9 * 10**6
"""0.9 in multiples of 10⁻⁷: DEFAULT_ALPHA of 1Hive's tests."""

POLICY = ConvictionOptions(
    decay="9/10", max_ratio="1/5", weight="1/500", funds="15000", requested=["1000"], at=0
)
"""DEFAULT_ALPHA, DEFAULT_BETA and DEFAULT_RHO of 1Hive's tests."""


def staking(*ballots: tuple[str, int, list[tuple[int, int, int]]], **options: Any) -> dict[str, Any]:
    """A document of (voter, power, [(choice, amount, at), …])."""
    return {
        "mechanism": "conviction",
        "choices": ["Park", "Well"],
        "electorate": {"total_power": "45000"},
        "options": {
            "decay": "9/10",
            "max_ratio": "1/5",
            "weight": "1/500",
            "funds": "15000",
            "requested": ["1000", "0"],
            "at": 100,
            **options,
        },
        "ballots": [
            {
                "voter": voter,
                "power": str(power),
                "stakes": [
                    {"choice": choice, "amount": str(amount), "at": at} for choice, amount, at in stakes
                ],
            }
            for voter, power, stakes in ballots
        ],
    }


@pytest.mark.parametrize(
    ("staked", "steps", "expected"),
    [
        (1000, 1, 1000),
        (1000, 41, 9867),
        (30000, 2, 57000),
        (15000, 3, 40650),
        (7500, 7, 39128),
        (7500, 47, 74470),
    ],
)
def test_convictions_that_1hives_own_tests_expect(staked: int, steps: int, expected: int) -> None:
    """1Hive/conviction-voting-app, test/conviction-voting.js: assertProposalAndStakesCorrect."""
    assert conviction(0, staked, steps, ALPHA) == expected


def test_the_threshold_of_1hives_own_tests() -> None:
    """calculateThreshold of test/conviction-voting.js for 1000 of 15000 with 9000 (20 % of 45000) staked:
    9000 × 0.002 ÷ 0.1 ÷ (0.2 − 1/15)² = 10125."""
    assert threshold(1000, 15000, 9000, POLICY) == 10125


@given(
    requested=st.integers(0, 10**24),
    funds=st.integers(1, 10**25),
    supply=st.integers(1, 10**27),
)
def test_a_threshold_is_the_formulas_but_for_fixed_point(requested: int, funds: int, supply: int) -> None:
    needed = threshold(requested, funds, supply, POLICY)
    room = Fraction(1, 5) - Fraction(requested, funds)
    if room <= 0:
        assert needed is None
    elif room > Fraction(1, 1000):
        exact = Fraction(1, 500) * supply / (Fraction(1, 10) * room**2)
        assert needed is not None
        assert abs(needed - exact) <= exact / 10**9 + 1


@given(steps=st.integers(0, 5000), decay=st.integers(0, 10**7 - 1))
def test_the_power_of_the_decay_is_right_to_a_part_in_two_to_the_hundredth(steps: int, decay: int) -> None:
    exact = Fraction(decay, 10**7) ** steps
    assert abs(Fraction(step_decay(decay, steps), 2**128) - exact) <= Fraction(1, 2**100)


@given(
    last=st.integers(0, 10**24),
    staked=st.integers(0, 10**24),
    steps=st.integers(0, 500),
    decay=st.integers(0, 9999999),
)
def test_conviction_is_the_formulas_but_for_rounding(last: int, staked: int, steps: int, decay: int) -> None:
    """y(t) = αᵗ·y(0) + x·(1 − αᵗ) ÷ (1 − α)."""
    alpha = Fraction(decay, 10**7)
    exact = alpha**steps * last + staked * (1 - alpha**steps) / (1 - alpha)
    assert abs(conviction(last, staked, steps, decay) - exact) <= 1 + exact / 2**90


@given(staked=st.integers(0, 10**24), steps=st.integers(0, 500), decay=st.integers(0, 9999999))
def test_conviction_never_passes_what_stands_forever_gives(staked: int, steps: int, decay: int) -> None:
    assert conviction(0, staked, steps, decay) <= Fraction(staked * 10**7, 10**7 - decay) + 1


def test_a_stake_grows_and_what_is_withdrawn_decays_from_there() -> None:
    held = result(staking(("ada", 1000, [(1, 1000, 59)])))
    assert held["scores"] == ["9867", "0"]
    left = result(staking(("ada", 1000, [(1, 1000, 19), (1, 0, 60)])))
    assert left["scores"] == [str(conviction(9867, 0, 40, ALPHA)), "0"]


def test_the_example_of_the_format() -> None:
    counted = result(
        {
            "mechanism": "conviction",
            "choices": ["Park", "Well"],
            "options": {
                "decay": "9/10",
                "time_unit": 1,
                "max_ratio": "1/5",
                "weight": "1/500",
                "funds": "1000000",
                "requested": ["15000", "0"],
                "at": 50,
            },
            "electorate": {"total_power": "40000"},
            "ballots": [
                {
                    "voter": "a",
                    "power": "300",
                    "stakes": [
                        {"choice": 1, "amount": "100", "at": 10},
                        {"choice": 1, "amount": "0", "at": 30},
                    ],
                }
            ],
        }
    )
    # 1000 × (1 − 0.9²⁰) = 878 at second 30, × 0.9²⁰ = 107 at 50. 40000 × 0.02 ÷ 0.185² = 23374.7, ÷ 0.2² = 20000.
    assert counted["scores"] == ["107", "0"]
    assert counted["needed"] == ["23374", "20000"]
    assert counted["passing"] == [False, False]


def test_a_choice_passes_when_its_conviction_exceeds_the_threshold() -> None:
    # 45000 × 0.002 ÷ 0.1 ÷ (0.2 − 1/15)² = 50625, and 10 × 6000 is the most that 6000 can reach.
    counted = result(staking(("ada", 6000, [(1, 6000, 0)])))
    assert counted["needed"][0] == "50625"
    assert counted["passing"] == [True, False]
    assert result(staking(("ada", 5000, [(1, 5000, 0)])))["passing"] == [False, False]


@pytest.mark.parametrize(
    "options",
    [
        {"funds": "0"},
        {"requested": ["3000", "0"]},
        {"requested": [str(10**30), "0"]},
        {"max_ratio": "1/1000000000"},
        {"funds": str(10**20), "requested": [str(2 * 10**19 - 1), "0"]},
        {"weight": str(2**110)},
    ],
)
def test_what_can_never_pass_has_no_threshold(options: dict[str, Any]) -> None:
    counted = result(staking(("ada", 9, [(1, 9, 0)]), **options))
    assert counted["needed"][0] is None
    assert counted["passing"][0] is False


def test_a_threshold_beyond_256_bits_is_none_as_the_contract_would_revert() -> None:
    policy = ConvictionOptions(decay="0", max_ratio="1", weight="1", funds="1", requested=["0"], at=0)
    # denom = 2⁶⁴, denom² >> 64 = 2⁶⁴, so the product is 2⁶⁴ × supply.
    assert threshold(0, 1, 2**192 - 1, policy) == 2**192 - 1
    assert threshold(0, 1, 2**192, policy) is None


def test_stakes_above_the_power_are_skipped_and_listed_one_by_one() -> None:
    counted = result(
        staking(("ada", 10, [(1, 8, 0), (2, 3, 1), (2, 2, 2), (1, 9, 3), (1, 0, 4), (2, 10, 5)]))
    )
    assert [each["reason"][:29] for each in counted["invalid"]] == [
        "a stake of 3 on choice 2 at 1",
        "a stake of 9 on choice 1 at 3",
    ]
    assert "would lift the stakes to 11, above the power of 10" in counted["invalid"][0]["reason"]
    assert counted["voters"] == 1


def test_stakes_are_applied_by_time_and_then_in_list_order() -> None:
    in_order = staking(("ada", 10, [(1, 5, 0), (1, 7, 10)]), ("ben", 10, [(1, 5, 5)]))
    swapped = staking(("ben", 10, [(1, 5, 5)]), ("ada", 10, [(1, 7, 10), (1, 5, 0)]))
    assert result(in_order)["scores"] == result(swapped)["scores"]
    # At the same second the one that stands first in the list is first: 6 and 6 don't fit into 10.
    assert result(staking(("ada", 10, [(1, 6, 0), (2, 6, 0)])))["invalid"][0]["reason"].startswith(
        "a stake of 6 on choice 2"
    )


def test_stakes_after_the_count_are_ignored() -> None:
    counted = result(staking(("ada", 10, [(1, 5, 101), (1, 99, 102)])))
    assert (counted["scores"], counted["invalid"]) == (["0", "0"], [])
    assert result(staking(("ada", 10, [(1, 5, 99)])))["scores"] == ["5", "0"]


def test_a_stake_that_changes_nothing_is_no_update() -> None:
    """Each update rounds, so needless ones would change the last digit."""
    once = staking(("ada", 10**6, [(1, 12345, 1)]))
    often = staking(("ada", 10**6, [(1, 12345, at) for at in range(1, 100)]))
    assert result(often)["scores"] == result(once)["scores"]
    real = staking(("ada", 10**6, [(1, 12345 + at % 2, at) for at in range(1, 100)]))
    assert result(real)["scores"] != result(once)["scores"]


def test_small_changes_within_a_step_can_not_freeze_a_proposal() -> None:
    """Steps are counted from the start of time, not from the last update."""
    still = staking(("ada", 10**9, [(1, 10**6, 0)]), time_unit=10)
    busy = staking(("ada", 10**9, [(1, 10**6 + at % 2, at) for at in range(0, 100, 3)]), time_unit=10)
    difference = int(result(busy)["scores"][0]) - int(result(still)["scores"][0])
    assert 0 <= difference <= 20


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"decay": "1/1"}, "options.decay"),
        ({"decay": "0.9"}, "options.decay"),
        ({"time_unit": 0}, "options.time_unit"),
        ({"at": -1}, "options.at"),
        ({"requested": ["1"]}, "options.requested"),
        ({"requested": ["1", "-1"]}, "options.requested[1]"),
        ({"funds": "much"}, "options.funds"),
        ({"half_life": 3}, "options.half_life"),
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict[str, Any], field: str) -> None:
    with pytest.raises(ElectionError) as caught:
        result(staking(("ada", 1, []), **options))
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("stake", "reason"),
    [
        ({"choice": 3, "amount": "1", "at": 0}, "choice 3 is not on the ballot"),
        (
            {"choice": 1, "amount": "-1", "at": 0},
            "the amount of a stake should be a decimal integer string in base units",
        ),
        ({"choice": 1, "amount": "1", "at": -1}, "the time of a stake should be in seconds, at least 0"),
        ({"choice": 1, "amount": "1"}, "a stake should have a choice, an amount and a time"),
        ("all", "a stake should have a choice, an amount and a time"),
    ],
)
def test_a_ballot_with_a_malformed_stake_is_invalid(stake: object, reason: str) -> None:
    document = staking(("ada", 9, []), ("ben", 9, [(1, 9, 0)]))
    document["ballots"][0]["stakes"] = [stake]
    counted = result(document)
    assert counted["invalid"] == [{"voter": "ada", "reason": reason}]
    assert counted["voters"] == 1


def test_conviction_needs_the_supply_and_takes_no_rule_about_choices() -> None:
    document = staking(("ada", 1, []))
    without = {**document, "electorate": {}}
    with raises_saying(ElectionError, r"^electorate.total_power: "):
        result(without)
    document["rules"] = {"quorum": {"kind": "absolute", "value": "1", "counts": ["Park"]}}
    with raises_saying(ElectionError, r"^rules.quorum.counts: "):
        result(document)
