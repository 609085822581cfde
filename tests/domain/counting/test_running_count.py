"""The running count is what `tally` says of the same ballots, after every ballot."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.counting.quadratic import QuadraticOptions
from bot.domain.counting.registry import MECHANISMS
from bot.domain.elections.election import (
    Ballot,
    Election,
    Electorate,
    Majority,
    Part,
    Quorum,
    Rules,
    Veto,
)
from bot.domain.elections.running_count import RunningCount
from bot.domain.elections.tally import tally
from tests.domain.counting.test_counting_properties import NAMES, powers
from tests.mechanisms import VOTED_ON, choices_of

VOTERS = ["ada", "ben", "cleo", "dora", "emil"]
TOTAL = str(10**26)

quorums = st.one_of(
    st.builds(Quorum, kind=st.just("absolute"), value=st.sampled_from(["0", "3", str(10**20)])),
    st.builds(
        Quorum,
        kind=st.just("share"),
        value=st.just("1/3"),
        counts=st.sampled_from([None, ["For"], ["For", "Against"]]),
        without=st.sampled_from([None, ["Against"]]),
    ),
    st.builds(
        Quorum,
        kind=st.just("headcount"),
        value=st.integers(0, 3),
        counts=st.sampled_from([None, ["For"], ["Against"]]),
    ),
)
vetoes = st.builds(
    Veto, choices=st.just(["Against"]), value=st.just("1/3"), of=st.sampled_from(["cast", "total"])
)


@st.composite
def rules_for(draw: st.DrawFn) -> Rules | None:
    if draw(st.booleans()):
        return None
    return Rules(
        quorum=draw(st.none() | st.lists(quorums, min_size=1, max_size=2)),
        majority=draw(st.none() | st.just(Majority())),
        veto=draw(st.none() | vetoes),
        min_voters=draw(st.integers(0, 3)),
    )


@st.composite
def votes_under_way(draw: st.DrawFn) -> tuple[Election, list[tuple[str, tuple[int, Any] | None]]]:
    """The rules of an election, and ballots that come, replace others, or are withdrawn, one after the other."""
    mechanism = draw(st.sampled_from(VOTED_ON))
    size = draw(st.integers(2, 4))
    options = None
    if mechanism == "quadratic":
        options = draw(st.sampled_from([QuadraticOptions(), QuadraticOptions("10", "matching")]))
    election = Election(
        mechanism,
        NAMES[:size],
        [],
        options,
        electorate=Electorate(total_power=TOTAL, eligible=10),
        rules=draw(rules_for()),
    )
    ballot = st.tuples(powers, choices_of(mechanism, size))
    return election, draw(
        st.lists(st.tuples(st.sampled_from(VOTERS), st.none() | ballot | ballot), max_size=10)
    )


@st.composite
def parts_of(draw: st.DrawFn, election: Election, power: int) -> list[tuple[int, Any]]:
    """Parts of a voter's power that say something else, or the same."""
    parts = []
    for _ in range(draw(st.integers(0, 2))):
        part = draw(st.integers(0, power))
        power -= part
        parts.append((part, draw(choices_of(election.mechanism, len(election.choices)))))
    return parts


@given(votes_under_way(), st.data())
def test_the_running_count_is_the_tally_of_the_same_ballots(
    vote: tuple[Election, list[tuple[str, tuple[int, Any] | None]]], data: st.DataObject
) -> None:
    election, moves = vote
    running = RunningCount(election)
    held: dict[str, tuple[int, Any]] = {}
    in_parts: dict[str, list[tuple[int, Any]]] = {}
    divisible = MECHANISMS[election.mechanism].sums_parts
    for voter, ballot in [(VOTERS[0], None), *moves]:
        if ballot is None:
            running.drop(voter)
            held.pop(voter, None)
            in_parts.pop(voter, None)
        else:
            parts = data.draw(parts_of(election, ballot[0])) if divisible else []
            running.put(voter, *ballot, parts)
            held[voter] = ballot
            in_parts[voter] = parts
        ballots = [Ballot(name, str(power), choice) for name, (power, choice) in held.items()]
        parts = [Part(name, str(power), choice) for name, of in in_parts.items() for power, choice in of]
        fields = {name: getattr(election, name) for name in election.__struct_fields__}
        assert running.result() == tally(Election(**{**fields, "ballots": ballots, "parts": parts}))
        assert sorted(running.powers()) == sorted(power for power, _ in held.values())


def test_a_count_that_is_under_way_is_not_changed_by_what_comes_meanwhile() -> None:
    running = RunningCount(Election("single", NAMES[:2], []))
    running.put("ada", 3, 1)
    roll = running.roll()
    running.put("ben", 2, 1)
    assert running.result(roll).scores == ("3", "0")
    assert running.result().scores == ("5", "0")


def test_ballots_for_the_same_are_one_pile_where_the_mechanism_lets_them_be() -> None:
    merged, alone = (RunningCount(Election(name, NAMES[:2], [])) for name in ("approval", "headcount"))
    for voter in VOTERS:
        merged.put(voter, 1, [1, 2])
        alone.put(voter, 1, 1)
    assert (len(merged), len(alone)) == (1, len(VOTERS))


def test_ballots_that_must_be_paid_for_are_not_followed() -> None:
    with pytest.raises(ValueError, match="paid"):
        RunningCount(Election("quadratic", NAMES[:2], [], QuadraticOptions(form="credits")))
