"""Seats go to those whom the ballots rank first, one after the other, and to nobody by the order of names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.canonical import canonical_json
from bot.domain.councils.elected import Elected, elected_of
from bot.domain.counting.errors import ElectionError
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import tally
from tests.assurance import examples
from tests.naive.elected import elected as naively_elected
from tests.naive.generate import Document, election


def elected(document: Document, seats: int) -> Elected:
    read = decode(canonical_json(document))
    return elected_of(read, tally(read), seats)


def ranked(*ballots: tuple[int, list[int]], choices: int, mechanism: str = "ranked_choice") -> Document:
    return {
        "mechanism": mechanism,
        "choices": [f"Choice {place}" for place in range(1, choices + 1)],
        "ballots": [
            {"voter": f"voter {place}", "power": str(power), "choice": ranking}
            for place, (power, ranking) in enumerate(ballots)
        ],
    }


def test_the_second_seat_is_for_who_wins_without_the_first() -> None:
    """40 % rank the first one best, 35 % the second and 25 % the third, who goes out: the second has a seat. Without
    them the third wins."""
    ballots = ranked((40, [1, 3, 2]), (35, [2, 3, 1]), (25, [3, 2, 1]), choices=3)
    assert elected(ballots, 1) == Elected((2,))
    assert elected(ballots, 2) == Elected((2, 3))
    assert elected(ballots, 3) == Elected((2, 3, 1))


@pytest.mark.parametrize("mechanism", ["ranked_choice", "copeland"])
def test_a_seat_stays_empty_where_nobody_is_ahead(mechanism: str) -> None:
    ballots = ranked((2, [1, 2, 3]), (2, [1, 3, 2]), choices=3, mechanism=mechanism)
    assert elected(ballots, 2) == Elected((1,), tied=(2, 3))


def test_who_is_alone_needs_a_ballot_all_the_same() -> None:
    assert elected(ranked((5, [1, 2]), (1, [2]), choices=2), 2) == Elected((1, 2))
    assert elected(ranked((5, [1]), (1, [1]), choices=2), 2) == Elected((1,))


def test_where_ballots_approve_the_highest_scores_have_the_seats() -> None:
    document = ranked((3, [1, 2]), (2, [2]), (2, [3, 4]), choices=5)
    document["mechanism"] = "approval"
    assert elected(document, 1) == Elected((2,))
    assert elected(document, 2) == Elected((2, 1))
    assert elected(document, 3) == Elected((2, 1), tied=(3, 4))
    assert elected(document, 5) == Elected((2, 1, 3, 4))


@settings(max_examples=examples(300, 20_000))
@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=1, max_value=6))
def test_two_who_share_nothing_elect_the_same(seed: int, seats: int) -> None:
    document = election(seed)
    if document["mechanism"] == "conviction":
        return
    try:
        found = elected(document, seats)
    except ElectionError:
        return
    assert (list(found.choices), list(found.tied)) == naively_elected(document, seats)
    assert len(found.choices) == len(set(found.choices)) <= seats
    assert not set(found.choices) & set(found.tied)
    winner = tally(decode(canonical_json(document))).winner
    assert found.choices[:1] == (() if winner is None else (winner,)) or not winner
