"""A tie for the last place of a run-off is a value, not an accident of order."""

from __future__ import annotations

from itertools import permutations
from math import comb
from typing import Any

import pytest

from bot.domain.counting.ranked_choice import MOST_STANDINGS
from tests.domain.counting.documents import result, vote


def run_off(*ballots: tuple[str, int, list[int]], size: int = 3, **options: Any) -> dict[str, Any]:
    names = [f"Choice {number}" for number in range(1, size + 1)]
    return result(vote(*ballots, mechanism="ranked_choice", choices=names, options=options))


def in_rotation(size: int, length: int | None = None) -> list[tuple[str, int, list[int]]]:
    """So many choices that are all level: each ballot begins one choice further."""
    return [
        (f"voter {first}", 1, [(first + step) % size + 1 for step in range(length or size)])
        for first in range(size)
    ]


DECISIVE = (("ada", 5, [1]), ("ben", 4, [2, 3]), ("cleo", 4, [3, 2]))


def test_a_tie_that_decides_is_reported_with_all_who_can_win() -> None:
    counted = run_off(*DECISIVE)
    assert (counted["winner"], counted["tied"]) == (None, [2, 3])
    assert counted["rounds"] == [{"scores": ["5", "4", "4"], "eliminated": [2, 3]}]
    assert counted["scores"] == ["5", "4", "4"]


def test_the_lowest_index_goes_out_where_the_policy_says_so() -> None:
    counted = run_off(*DECISIVE, tie_break="lowest_index")
    assert counted["winner"] == 3
    assert counted["rounds"] == [
        {"scores": ["5", "4", "4"], "eliminated": [2]},
        {"scores": ["5", None, "8"], "eliminated": []},
    ]


def test_a_tie_that_decides_nothing_leaves_a_winner_and_shows_the_rounds_all_orders_share() -> None:
    counted = run_off(("ada", 45, [1]), ("ben", 30, [2]), ("cleo", 12, [3, 1]), ("dan", 12, [4]), size=4)
    assert (counted["winner"], counted["tied"]) == (1, [])
    assert counted["rounds"] == [{"scores": ["45", "30", "12", "12"], "eliminated": [3, 4]}]

    counted = run_off(("ada", 45, [1]), ("ben", 40, [2]), ("cleo", 9, [3, 2]), ("dan", 9, [4, 2]), size=4)
    assert counted["rounds"] == [
        {"scores": ["45", "40", "9", "9"], "eliminated": [3, 4]},
        {"scores": ["45", "58", None, None], "eliminated": []},
    ]
    assert counted["winner"] == 2


def test_choices_nobody_ranks_first_go_out_together() -> None:
    counted = run_off(("ada", 2, [1]), ("ben", 2, [2]), ("cleo", 3, [3, 1]), size=12)
    assert counted["rounds"][0]["eliminated"] == [4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert counted["rounds"][1]["scores"] == ["2", "2", "3", *[None] * 9]
    assert counted["winner"] == 3  # Whether 1 or 2 goes out next.


def test_a_final_tie_of_two_stays_a_tie() -> None:
    for tie_break in ("report", "lowest_index"):
        counted = run_off(("ada", 1, [1]), ("ben", 1, [2]), size=2, tie_break=tie_break)
        assert (counted["winner"], counted["tied"]) == (None, [1, 2])
        assert counted["rounds"] == [{"scores": ["1", "1"], "eliminated": []}]


def test_more_than_half_of_the_continuing_power_ends_the_run_off() -> None:
    counted = run_off(("ada", 51, [1]), ("ben", 30, [2]), ("cleo", 19, [3, 2]))
    assert counted["rounds"] == [{"scores": ["51", "30", "19"], "eliminated": []}]
    counted = run_off(("ada", 50, [1]), ("ben", 30, [2]), ("cleo", 20, [3]))
    assert [each["eliminated"] for each in counted["rounds"]] == [[3], []]
    assert counted["scores"] == ["50", "30", "0"]


def test_a_ballot_that_ranks_nobody_still_in_no_longer_counts_in_the_half() -> None:
    counted = run_off(("ada", 45, [1]), ("ben", 30, [2]), ("cleo", 15, [3]), ("dan", 20, [4]), size=4)
    # Without cleo's 15, 45 is not yet more than half of 95; without dan's 20 it is more than half of 75.
    assert [each["eliminated"] for each in counted["rounds"]] == [[3], [4], []]
    assert counted["winner"] == 1


def test_many_choices_that_are_all_tied_are_decided_soon() -> None:
    counted = run_off(*((f"voter {number}", 1, [number]) for number in range(1, 13)), size=12)
    assert counted["tied"] == list(range(1, 13))
    assert counted["rounds"] == [{"scores": ["1"] * 12, "eliminated": list(range(1, 13))}]


@pytest.mark.attack("files")
@pytest.mark.parametrize("size", [12, 13, 22, 25, 64, 400])
@pytest.mark.parametrize("length", [1, 3, None])
def test_a_tie_with_more_orders_than_can_be_followed_is_the_result(size: int, length: int | None) -> None:
    counted = run_off(*in_rotation(size, length), size=size)
    everyone = list(range(1, size + 1))
    assert (counted["winner"], counted["tied"]) == (None, everyone)
    assert counted["rounds"] == [{"scores": ["1"] * size, "eliminated": everyone}]
    assert counted["scores"] == ["1"] * size


@pytest.mark.attack("files")
def test_who_went_out_before_the_tie_became_too_wide_is_not_tied() -> None:
    counted = run_off(
        *((name, 2, ranking) for name, _, ranking in in_rotation(20)), ("last", 1, [21, 1]), size=21
    )
    assert counted["rounds"][0] == {"scores": ["2"] * 20 + ["1"], "eliminated": [21]}
    assert 21 not in counted["tied"]
    assert 1 in counted["tied"]


@pytest.mark.attack("files")
@pytest.mark.parametrize(("size", "sets"), [(11, 462), (12, 924)])
def test_five_hundred_sets_of_one_size_are_followed_and_no_more(size: int, sets: int) -> None:
    """One choice is ahead of all the others together once half of them are out, whoever they are."""
    assert comb(size, size // 2) == sets
    others = ((f"voter {number}", 2, [number]) for number in range(1, size + 1))
    counted = run_off(*others, ("ahead", size + 1, [size + 1]), size=size + 1)
    if sets <= MOST_STANDINGS:
        assert (counted["winner"], counted["tied"]) == (size + 1, [])
    else:
        assert (counted["winner"], counted["tied"]) == (None, list(range(1, size + 2)))


@pytest.mark.parametrize("order", list(permutations(["A", "B", "C", "No award"])))
def test_three_that_are_level_are_tied_whatever_the_order(order: tuple[str, ...]) -> None:
    ballots = [(f"{name} {place}", 1, [order.index(name) + 1]) for name in "ABC" for place in range(11)]
    for given_order in (ballots, ballots[::-1]):
        counted = result(vote(*given_order, mechanism="ranked_choice", choices=list(order)))
        assert counted["winner"] is None
        assert sorted(order[number - 1] for number in counted["tied"]) == ["A", "B", "C"]


def test_two_that_lead_level_are_tied_and_not_drawn_by_lot() -> None:
    ballots = [[1, 3]] * 4 + [[2, 3]] * 4 + [[3, 1], [4, 2]]
    counted = run_off(*((f"voter {place}", 1, each) for place, each in enumerate(ballots)), size=4)
    assert (counted["winner"], counted["tied"]) == (None, [1, 2])


def test_what_lowest_index_decides_is_followed_to_the_end_whatever_is_tied() -> None:
    counted = run_off(*in_rotation(40), size=40, tie_break="lowest_index")
    assert len(counted["rounds"]) == 39


def test_a_run_off_without_power_has_one_round_and_no_winner() -> None:
    counted = run_off(("ada", 0, [1]))
    assert counted["rounds"] == [{"scores": ["0", "0", "0"], "eliminated": []}]
    assert (counted["winner"], counted["tied"]) == (None, [])
