"""How unequally power is held: closed forms, rules that hold always, and real elections reckoned another way."""

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.statistics.distribution import distribution, gini, herfindahl, nakamoto

REAL = sorted((Path(__file__).parents[2] / "data" / "real-elections").glob("*-*.json"))
powers = st.lists(st.integers(min_value=0, max_value=10**30), min_size=1, max_size=12)
held = powers.filter(any)


@pytest.mark.parametrize("number", [1, 2, 7])
def test_of_equals_the_gini_is_0_and_the_herfindahl_one_nth(number: int) -> None:
    found = distribution([5 * 10**18] * number)
    assert (found.gini, found.herfindahl, found.nakamoto) == (0, Fraction(1, number), number // 2 + 1)


@pytest.mark.parametrize("number", [1, 2, 9])
def test_where_one_of_n_has_everything_the_gini_is_n_less_one_nth(number: int) -> None:
    one = [0] * (number - 1) + [7]
    assert gini(one) == Fraction(number - 1, number)
    assert (herfindahl(one), nakamoto(one)) == (1, 1)


def test_one_to_four_by_hand() -> None:
    """The differences of all ordered pairs add up to 20, over twice the square of 4 times the mean 2.5: a quarter."""
    found = distribution([3, 1, 4, 2, 0])
    assert (found.holders, found.total, found.gini, found.nakamoto) == (4, 10, Fraction(1, 4), 2)
    assert found.herfindahl == Fraction(30, 100)
    assert (found.top, found.largest, found.of_top) == ((4, 3, 2, 1), Fraction(2, 5), 1)


def test_of_nobody_nothing_is_unequal() -> None:
    found = distribution([0, 0])
    assert (found.holders, found.gini, found.herfindahl, found.nakamoto, found.largest) == (0, 0, 0, 0, 0)


@given(held)
def test_the_measures_stay_within_their_bounds_and_ask_for_no_order(found: list[int]) -> None:
    number = len(found)
    assert 0 <= gini(found) <= Fraction(number - 1, number)
    assert Fraction(1, number) <= herfindahl(found) <= 1
    assert gini(found) == gini(sorted(found))
    assert distribution(found) == distribution(found[::-1])


@given(held, st.integers(min_value=2, max_value=10**9))
def test_the_unit_in_which_power_is_counted_changes_no_measure(found: list[int], unit: int) -> None:
    more = [each * unit for each in found]
    assert (gini(more), herfindahl(more), nakamoto(more)) == (gini(found), herfindahl(found), nakamoto(found))


@given(held)
def test_twice_the_same_people_are_as_unequal_and_half_as_concentrated(found: list[int]) -> None:
    assert gini(found * 2) == gini(found)
    assert herfindahl(found * 2) == herfindahl(found) / 2


@given(held, st.data())
def test_what_a_poorer_gives_to_a_richer_makes_nothing_more_equal(
    found: list[int], data: st.DataObject
) -> None:
    poor, rich = (
        sorted(data.draw(st.permutations(range(len(found))))[:2], key=found.__getitem__)
        if len(found) > 1
        else (0, 0)
    )
    given_away = data.draw(st.integers(min_value=0, max_value=found[poor]))
    after = list(found)
    after[poor] -= given_away
    after[rich] += given_away
    assert gini(after) >= gini(found)
    assert herfindahl(after) >= herfindahl(found)


@given(held, st.integers(min_value=1, max_value=10**30))
def test_the_more_there_is_in_all_the_more_holders_it_takes_for_half_of_it(
    found: list[int], more: int
) -> None:
    less, greater = nakamoto(found, sum(found)), nakamoto(found, sum(found) + more)
    assert less == nakamoto(found) is not None
    assert greater is None or greater >= less


@given(held)
def test_the_fewest_hold_more_than_half_and_one_fewer_do_not(found: list[int]) -> None:
    number = nakamoto(found)
    assert number is not None
    largest = sorted(found, reverse=True)
    assert 2 * sum(largest[:number]) > sum(found) >= 2 * sum(largest[: number - 1])


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_elections_are_as_unequal_as_their_lorenz_curves(path: Path) -> None:
    """The Gini coefficient as one less twice the area under the Lorenz curve, by trapezoids; the Herfindahl index by
    the shares; the fewest by walking from the richest."""
    ballots = [int(each["power"]) for each in json.loads(path.read_text())["ballots"]]
    held = sorted(each for each in ballots if each)
    total, curve = sum(held), [Fraction(0)]
    for each in held:
        curve.append(curve[-1] + Fraction(each, total))
    area = sum((low + high) / 2 for low, high in pairwise(curve)) / len(held)
    richest = next(number for number in range(1, len(held) + 1) if sum(held[-number:]) * 2 > total)
    found = distribution(ballots)
    assert found.gini == 1 - 2 * area
    assert found.herfindahl == sum(Fraction(each, total) ** 2 for each in held)
    assert found.nakamoto == richest
