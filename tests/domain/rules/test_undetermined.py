"""Ballots of unknown power: the outcome is settled only when nothing that they may weigh changes it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from bot.domain.elections.tally import Result, tally
from bot.domain.rules.passing import asks_nothing, elects, passes
from bot.domain.rules.undetermined import Undetermined, settled
from tests.assurance import examples
from tests.domain.counting.test_counting_properties import choices_of, having

NAMES = ["For", "Against", "Abstain"]
PARK = ["Park", "Well", "School"]
COUNTED = [name for name, mechanism in MECHANISMS.items() if not mechanism.open_ended]
OPTIONS: dict[str, list[dict[str, Any]]] = {
    "quadratic": [{"form": "root"}, {"form": "credits"}, {"form": "matching"}],
    "ranked_choice": [{"tie_break": "report"}, {"tie_break": "lowest_index"}],
}
SHARES = st.sampled_from(["0/1", "1/5", "1/3", "1/2", "2/3", "1/1", "3/2"])


@st.composite
def quorums(draw: st.DrawFn, names: list[str]) -> Quorum:
    kind: Any = draw(st.sampled_from(["absolute", "share", "headcount", "dynamic"]))
    counts = draw(st.none() | st.lists(st.sampled_from(names), unique=True))
    strict = draw(st.booleans())
    some = st.lists(st.sampled_from(names), unique=True)
    if kind == "share":
        return Quorum(kind, draw(SHARES), counts, strict, draw(st.none() | some))
    if kind == "dynamic":
        lowest, highest, slope = draw(SHARES), draw(SHARES), draw(SHARES)
        return Quorum(
            kind, None, counts, strict, min=lowest, max=highest, coefficient=slope, against=draw(some)
        )
    return Quorum(kind, draw(st.integers(0, 6).map(str)), counts, strict)


@st.composite
def votes(
    draw: st.DrawFn, mechanisms: list[str] = COUNTED
) -> tuple[Election, list[Undetermined], int | None]:
    """A vote, its ballots of unknown power, and how much more they may have together."""
    mechanism = draw(st.sampled_from(mechanisms))
    names = draw(st.sampled_from([NAMES, PARK]))
    choice = choices_of(mechanism, len(names))
    cast = draw(st.lists(st.tuples(st.integers(0, 6), choice), max_size=5))
    unknown = draw(
        st.lists(
            st.tuples(choice, st.integers(0, 2), st.integers(0, 4)),
            min_size=1,
            max_size=2 if mechanism in ("ranked_choice", "copeland") else 3,
        )
    )
    majority = st.builds(
        Majority,
        value=SHARES,
        strict=st.booleans(),
        abstain=st.sampled_from(["excluded", "included"]),
        of=st.sampled_from(["cast", "cast", "total"]),
    )
    veto = st.builds(
        Veto,
        choices=st.lists(st.sampled_from(names), unique=True),
        value=SHARES,
        of=st.sampled_from(["cast", "total"]),
    )
    options = draw(st.sampled_from(OPTIONS.get(mechanism, [{}])))
    made: Any = MECHANISMS[mechanism].options
    return (
        Election(
            mechanism,
            names,
            [Ballot(f"known {place}", str(power), choice) for place, (power, choice) in enumerate(cast)],
            options=made(**options),
            electorate=Electorate(str(draw(st.integers(0, 30))), draw(st.integers(0, 9))),
            rules=Rules(
                quorum=draw(st.none() | st.lists(quorums(names), max_size=2)),
                majority=draw(st.none() | majority) if names == NAMES else None,
                veto=draw(st.none() | veto),
                min_voters=draw(st.integers(0, 4)),
            ),
        ),
        [
            Undetermined(f"unknown {place}", choice, least, least + more)
            for place, (choice, least, more) in enumerate(unknown)
        ],
        draw(st.none() | st.integers(0, 6)),
    )


def counts(election: Election, unknown: list[Undetermined], room: int | None) -> Iterator[Result]:
    """The count with every weight that the unknown ballots may have."""
    for weights in product(*(range(each.least, each.most + 1) for each in unknown)):
        if room is not None and sum(weights) - sum(each.least for each in unknown) > room:
            continue
        added = [
            Ballot(each.voter, str(weight), each.choice)
            for each, weight in zip(unknown, weights, strict=True)
        ]
        yield tally(having(election, ballots=[*election.ballots, *added]))


def outcome(result: Result, election: Election) -> tuple[bool, Any]:
    """Whether it passes, and, where that is asked, who is first."""
    assert election.rules is not None
    passed = passes(result, election.rules, election.choices)
    if elects(election.rules, election.choices) or asks_nothing(election.rules):
        return passed, result.winner if passed else None
    return passed, None


@settings(max_examples=examples(150, 1500))
@given(votes())
def test_what_is_settled_has_one_outcome_whatever_the_unknown_ballots_weigh(
    vote: tuple[Election, list[Undetermined], int | None],
) -> None:
    election, unknown, room = vote
    if settled(election, unknown, room):
        assert len({outcome(result, election) for result in counts(election, unknown, room)}) == 1


IN_PARTS = [name for name in COUNTED if MECHANISMS[name].sums_parts]


@given(votes(mechanisms=IN_PARTS), st.data())
def test_what_is_settled_has_one_outcome_whatever_the_wallets_weigh_that_say_something_apart(
    vote: tuple[Election, list[Undetermined], int | None], data: st.DataObject
) -> None:
    election, (first, *others), room = vote
    apart = (
        data.draw(choices_of(election.mechanism, len(election.choices))),
        0,
        data.draw(st.integers(0, 3)),
    )
    if not settled(election, [msgspec.structs.replace(first, parts=(apart,)), *others], room):
        return
    outcomes = set()
    for weights in product(
        range(first.least, first.most + 1), range(apart[2] + 1), *(range(e.least, e.most + 1) for e in others)
    ):
        main, part, *rest = weights
        least = first.least + sum(each.least for each in others)
        if room is not None and sum(weights) - least > room:
            continue
        added = [
            Ballot(each.voter, str(weight), each.choice)
            for each, weight in zip([first, *others], [main + part, *rest], strict=True)
        ]
        parts = [Part(first.voter, str(part), apart[0])]
        counted = having(election, ballots=[*election.ballots, *added], parts=parts)
        outcomes.add(outcome(tally(counted), election))
    assert len(outcomes) == 1


@settings(max_examples=examples(75, 300))
@given(votes(["single", "headcount"]))
def test_a_vote_by_one_rule_is_settled_exactly_when_that_rule_is(
    vote: tuple[Election, list[Undetermined], int | None],
) -> None:
    """Where nothing depends on each other, nothing is left open that could be known."""
    election, unknown, _ = vote
    assert election.rules is not None
    rules = Rules(majority=election.rules.majority or Majority())
    election = having(election, rules=rules, choices=NAMES)
    outcomes = {outcome(result, election) for result in counts(election, unknown, None)}
    assert settled(election, unknown) == (len(outcomes) == 1)


def election_of(mechanism: str, *ballots: tuple[int, Any], names: list[str] = NAMES, **more: Any) -> Election:
    return Election(
        mechanism,
        names,
        [Ballot(f"known {place}", str(power), choice) for place, (power, choice) in enumerate(ballots)],
        **more,
    )


BEYOND = 2**300


@pytest.mark.parametrize(
    ("choice", "is_settled"), [(1, True), (2, False), (3, True)], ids=["For", "Against", "Abstain"]
)
def test_more_for_what_passes_anyway_changes_nothing(choice: int, is_settled: bool) -> None:
    election = election_of("single", (10, 1), (4, 2), rules=Rules(majority=Majority()))
    assert settled(election, [Undetermined("ada", choice, 0, BEYOND)]) is is_settled


def test_a_missed_quorum_is_settled_where_too_little_is_left_to_reach_it() -> None:
    quorum = Quorum("share", "1/2")
    election = election_of(
        "single",
        (30, 1),
        electorate=Electorate("100"),
        rules=Rules(quorum=quorum, majority=Majority()),
    )
    unknown = [Undetermined("ada", 1, 0, BEYOND), Undetermined("ben", 1, 0, BEYOND)]
    assert settled(election, unknown, 19)
    assert not settled(election, unknown, 20)
    assert not settled(election, unknown, None)


def test_what_two_can_have_together_is_not_counted_twice() -> None:
    election = election_of("single", (10, 1), rules=Rules(majority=Majority()))
    unknown = [Undetermined("ada", 2, 0, BEYOND), Undetermined("ben", 2, 0, BEYOND)]
    assert settled(election, unknown, 9)
    assert not settled(election, unknown, 10)


@pytest.mark.parametrize(
    ("mechanism", "for_park", "for_well", "short"),
    [
        ("single", 1, 2, 8),
        ("approval", [1], [2], 8),
        ("weighted", {"1": 1}, {"2": 1}, 8),
        ("quadratic", {"1": 1}, {"2": 1}, 4),
        ("ranked_choice", [1, 2, 3], [2, 1, 3], 8),
        ("copeland", [1, 2, 3], [2, 1, 3], 8),
    ],
)
def test_who_wins_is_settled_where_nobody_can_draw_level(
    mechanism: str, for_park: Any, for_well: Any, short: int
) -> None:
    election = election_of(mechanism, (10, for_park), (1, for_well), names=PARK)
    assert settled(election, [Undetermined("ada", for_well, 0, short)])
    assert not settled(election, [Undetermined("ada", for_well, 0, short + 1)])
    assert settled(election, [Undetermined("ada", for_park, 0, BEYOND)])


def test_a_run_off_is_settled_through_the_rounds_that_are_sure() -> None:
    ballots = [(45, [1]), (30, [2]), (20, [3, 2]), (5, [4, 2])]
    election = election_of("ranked_choice", *ballots, names=[*PARK, "Bridge"])
    assert tally(election).winner == 2
    assert settled(election, [Undetermined("ada", [4, 2], 0, 9)])
    assert not settled(election, [Undetermined("ada", [4, 2], 0, 15)])
    assert settled(election, [Undetermined("ada", [1], 0, 4)])
    assert not settled(election, [Undetermined("ada", [1], 0, 10)])


def test_votes_that_may_be_too_dear_are_counted_either_way() -> None:
    options = MECHANISMS["quadratic"].options(form="credits")  # type: ignore[call-arg]
    election = election_of("quadratic", (9, {"1": 3}), names=PARK, options=options)
    assert settled(election, [Undetermined("ada", {"2": 2}, 0, BEYOND)])
    assert not settled(election, [Undetermined("ada", {"2": 3}, 0, BEYOND)])
    assert settled(election, [Undetermined("ada", {"2": 3}, 0, 8)])


def test_a_ballot_that_would_not_be_valid_settles_nothing() -> None:
    election = election_of("single", (9, 1), rules=Rules(majority=Majority()))
    assert not settled(election, [Undetermined("ada", 4, 0, 1)])


def test_more_than_can_be_counted_settles_nothing() -> None:
    election = election_of("single", (9, 1), rules=Rules(majority=Majority()))
    assert not settled(election, [Undetermined("ada", 1, 0, 10**4000)])
