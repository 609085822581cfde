"""Time to vote, who votes with whom, how a space does beside its past, and figures as files."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.statistics.agreement import Pair, agreement
from bot.domain.statistics.closed_vote import PastVote, middle
from bot.domain.statistics.distribution import distribution
from bot.domain.statistics.health import Figure, Move, People, Window, health
from bot.domain.statistics.table import FileFormat, Table, decimal
from bot.domain.statistics.timing import EDGES, Delays

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def vote(cast: int, total: int | None, voters: int, *, passed: bool = True) -> PastVote:
    return PastVote(closed_at=NOON, passed=passed, voters=voters, cast_power=cast, total_power=total)


def test_half_have_voted_by_the_first_edge_before_which_half_came() -> None:
    delays = Delays((1, 3, 2, 0, 0, 0, 0, 2))
    assert (delays.number, delays.half_by) == (8, timedelta(hours=6))
    assert delays.within(timedelta(hours=24)) == Fraction(6, 8)
    assert Delays((0,) * 8).half_by is None
    assert Delays((0,) * 7 + (1,)).half_by is None
    assert len(delays.counts) == len(EDGES) + 1


def test_voters_are_compared_where_both_spoke_for_something() -> None:
    votes = {
        "ada": {1: {1}, 2: {1}, 3: {2}, 4: {1}},
        "ben": {1: {1}, 2: {2}, 3: {2}, 4: frozenset()},
        "cleo": {1: {2}, 2: {2}},
    }
    found = agreement(["ada", "ben", "cleo"], votes)
    assert found.pairs[0][1] == found.pairs[1][0] == Pair(3, 2)
    assert found.pairs[0][1].share == Fraction(2, 3)
    assert found.pairs[0][2].share is None, "they met twice"
    assert found.pairs[0][0] == Pair(4, 4)
    assert found.nearest() == ("ada", "ben", Pair(3, 2)) == found.farthest()
    assert agreement(["cleo"], votes).nearest() is None


@given(
    st.dictionaries(
        st.integers(0, 5),
        st.dictionaries(st.integers(0, 6), st.sets(st.integers(1, 3), max_size=2)),
        min_size=2,
    )
)
def test_agreement_is_the_same_both_ways_and_full_with_oneself(votes: dict[int, dict[int, set[int]]]) -> None:
    found = agreement(list(votes), votes)
    for row, pairs in enumerate(found.pairs):
        for column, pair in enumerate(pairs):
            assert pair == found.pairs[column][row]
            assert 0 <= pair.agreed <= pair.together
        assert pairs[row].agreed == pairs[row].together
    nearest, farthest = found.nearest(), found.farthest()
    if nearest is not None and farthest is not None:
        one, other = nearest[2].share, farthest[2].share
        assert one is not None
        assert other is not None
        assert one >= other


def test_the_middle_of_an_even_number_is_exact() -> None:
    assert middle([1, 2, 2, 4]) == 2
    assert middle([Fraction(1, 3), Fraction(2, 3)]) == Fraction(1, 2)
    assert middle([]) is None


def test_a_figure_that_moved_by_little_has_stayed() -> None:
    assert Figure(Fraction(100), Fraction(96)).move is Move.SAME
    assert Figure(Fraction(100), Fraction(94)).move is Move.UP
    assert Figure(Fraction(0), Fraction(2)).move is Move.DOWN
    assert Figure(Fraction(0), Fraction(0)).move is Move.SAME
    assert Figure(None, Fraction(2)).move is None


def test_a_space_is_held_beside_its_own_past() -> None:
    now = Window([vote(30, 100, 3), vote(50, 100, 5)], [distribution([10, 10, 10])], People(6, 2, 3, 2))
    before = Window(
        [vote(20, 100, 2, passed=False)], [distribution([20]), distribution([])], People(4, 4, 0, 1)
    )
    found = health(now, before, 0)
    assert found.turnout == Figure(Fraction(2, 5), Fraction(1, 5))
    assert found.passed == Figure(Fraction(1), Fraction(0))
    assert found.nakamoto == Figure(Fraction(2), Fraction(1))
    assert found.largest == Figure(Fraction(1, 3), Fraction(1))
    assert found.heads == Figure(Fraction(4), Fraction(2))
    assert found.returned == Figure(Fraction(3, 4), None)
    empty = health(Window([], [], People(0, 0, 0, 0)), before, 0)
    assert (empty.turnout.move, empty.passed.now, empty.voters.move) == (None, None, Move.DOWN)


def test_files_hold_exact_numbers_and_no_formulas() -> None:
    table = Table(
        "well",
        ("title", "power", "share", "at", "passed"),
        [("=cmd()", 10**30, Fraction(1, 3), NOON, True), ("a, b", 5, None, None, False)],
    )
    rows = list(csv.reader(io.StringIO(table.file(FileFormat.CSV).decode())))
    assert rows == [
        ["title", "power", "share", "at", "passed"],
        ["'=cmd()", str(10**30), "0.333333", "2026-03-01T12:00:00+00:00", "yes"],
        ["a, b", "5", "", "", "no"],
    ]
    first, second = json.loads(table.file(FileFormat.JSON))
    assert first == {
        "title": "=cmd()",
        "power": str(10**30),
        "share": "0.333333",
        "at": "2026-03-01T12:00:00+00:00",
        "passed": True,
    }
    assert second["power"] == 5


def test_decimals_are_cut() -> None:
    assert [decimal(Fraction(*each)) for each in ((2, 3), (-1, 2), (7, 1), (0, 1), (-1, 10**9))] == [
        "0.666666",
        "-0.5",
        "7",
        "0",
        "0",
    ]
