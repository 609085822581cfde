"""Early end: a vote is decided exactly when nothing that may come changes its outcome."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.counting.mechanism import BallotKind
from bot.domain.counting.registry import MECHANISMS
from bot.domain.elections.election import (
    Ballot,
    Delegation,
    Election,
    Electorate,
    Majority,
    Quorum,
    Rules,
    Veto,
)
from bot.domain.elections.tally import Result, tally
from bot.domain.rules.early_end import decided
from bot.domain.rules.passing import asks_nothing, passes
from tests.assurance import examples
from tests.domain.counting.test_counting_properties import having
from tests.mechanisms import VOTED_ON, choice_for

NAMES = ["For", "Against", "Abstain"]
PARK = ["Park", "Well", "School"]
PLANS = ["Plan A", "Plan B", "Against"]
CHOICES: dict[BallotKind, list[Any]] = {
    BallotKind.ONE: [1, 2, 3],
    BallotKind.SEVERAL: [[], [1], [2], [3], [1, 2], [1, 3], [2, 3], [1, 2, 3]],
    BallotKind.RANKING: [list(order) for size in (1, 2, 3) for order in permutations((1, 2, 3), size)],
    BallotKind.NUMBERS: [{"1": 1}, {"2": 1}, {"3": 1}, {"1": 1, "2": 1}, {"1": 1, "3": 2}, {"2": 3, "3": 1}],
}
SHARES = st.sampled_from(["0/1", "1/5", "1/3", "1/2", "2/3", "1/1"])


def partitions(most: int, least: int, largest: int | None = None) -> Iterator[tuple[int, ...]]:
    """Every way to add numbers from `least` on up to at most `most`, the largest first."""
    yield ()
    for first in range(least, min(most, largest or most) + 1):
        for rest in partitions(most - first, least, first):
            yield (first, *rest)


def futures(election: Election, remaining: int, least: int) -> Iterator[Result]:
    """The count after everything that may come, by trying all of it; each voter more has at least `least`."""
    voters = sum(ballot.power != "0" for ballot in election.ballots)
    eligible = election.electorate.eligible
    for powers in partitions(remaining, least):
        if eligible is not None and voters + len(powers) > eligible:
            continue
        for choices in product(CHOICES[MECHANISMS[election.mechanism].ballot], repeat=len(powers)):
            added = [
                Ballot(f"later {place}", str(power), choice)
                for place, (power, choice) in enumerate(zip(powers, choices, strict=True))
            ]
            yield tally(having(election, ballots=[*election.ballots, *added]))


@st.composite
def quorums(draw: st.DrawFn, names: list[str]) -> Quorum:
    kind: Any = draw(st.sampled_from(["absolute", "share", "headcount"]))
    counts = draw(st.none() | st.lists(st.sampled_from(names), unique=True))
    strict = draw(st.booleans())
    if kind == "share":
        without = draw(st.none() | st.lists(st.sampled_from(names), unique=True))
        return Quorum("share", draw(SHARES), counts, strict, without)
    return Quorum(kind, draw(st.integers(0, 5).map(str)), counts, strict)


@st.composite
def open_votes(draw: st.DrawFn) -> tuple[Election, int]:
    """A vote whose ballots are final, and the power that has not voted."""
    mechanism = draw(st.sampled_from([name for name, each in MECHANISMS.items() if each.additive]))
    names = draw(st.sampled_from([NAMES, PARK, PLANS]))
    choices = st.sampled_from(CHOICES[MECHANISMS[mechanism].ballot])
    cast = draw(st.lists(st.tuples(st.integers(0, 4), choices), max_size=4))
    remaining = draw(st.integers(0, 2 if mechanism == "approval" else 3))
    total = remaining + sum(power for power, _ in cast)
    majority = draw(
        st.builds(
            Majority,
            value=SHARES,
            strict=st.booleans(),
            abstain=st.sampled_from(["excluded", "included"]),
            of=st.sampled_from(["cast", "cast", "total"]),
        )
    )
    veto = draw(
        st.none()
        | st.builds(
            Veto,
            choices=st.lists(st.sampled_from(names), unique=True),
            value=SHARES,
            of=st.sampled_from(["cast", "total"]),
        )
    )
    with_power = sum(power > 0 for power, _ in cast)
    eligible = draw(st.integers(with_power + min(1, remaining), with_power + 5))
    needs_eligible = mechanism == "headcount" and majority.of == "total"
    return (
        Election(
            mechanism,
            names,
            [Ballot(str(place), str(power), choice) for place, (power, choice) in enumerate(cast)],
            electorate=Electorate(str(total), eligible if needs_eligible or draw(st.booleans()) else None),
            rules=Rules(
                quorum=draw(st.none() | st.lists(quorums(names), max_size=2)),
                majority=majority if names == NAMES and draw(st.booleans()) else None,
                veto=veto,
                min_voters=draw(st.integers(0, 4)),
                revote=False,
            ),
        ),
        remaining,
    )


def rules_of(election: Election) -> Rules:
    assert election.rules is not None
    return election.rules


def outcome(result: Result, election: Election) -> tuple[bool, int | None]:
    """Whether it passes, and who wins where that is asked: among plans also beside a choice against all of them."""
    rules = rules_of(election)
    elects = election.choices == PARK or (election.choices == PLANS and rules.veto is None)
    asked = result.winner if elects or asks_nothing(rules) else None
    return passes(result, rules, election.choices), asked


@settings(max_examples=examples(100, 1_000))
@given(open_votes(), st.integers(1, 2))
def test_a_vote_passes_early_exactly_when_every_future_passes(vote: tuple[Election, int], least: int) -> None:
    election, remaining = vote
    coming = {outcome(result, election) for result in futures(election, remaining, least)}
    surely = len(coming) == 1 and coming.pop()[0]
    assert (decided(election, remaining, least) is True) == surely


@settings(max_examples=examples(100, 1_000))
@given(open_votes(), st.integers(1, 2))
def test_a_vote_is_defeated_early_when_one_rule_fails_in_every_future(
    vote: tuple[Election, int], least: int
) -> None:
    election, remaining = vote
    results = list(futures(election, remaining, least))
    coming = [result.outcome for result in results if result.outcome]
    rules = [
        [each.majority_reached for each in coming],
        [not each.vetoed for each in coming],
        [each.enough_voters is not False for each in coming],
        *zip(*([quorum.reached for quorum in each.quorums] for each in coming), strict=True),
    ]
    early = decided(election, remaining, least)
    if early is False:
        assert not any(passes(each, rules_of(election), election.choices) for each in results)
    if asks_nothing(rules_of(election)):
        return  # There is no rule that could fail.
    assert (early is False) == any(not any(rule) for rule in rules) or remaining < least


@given(open_votes())
@example((Election("single", NAMES, [], rules=Rules(majority=Majority("simple", "1/1"), revote=False)), 0))
def test_what_is_decided_of_an_unknown_total_is_what_is_decided_of_any_great_one(
    vote: tuple[Election, int],
) -> None:
    election, _ = vote
    election = having(election, electorate=Electorate(election.electorate.total_power))
    if election.mechanism == "headcount" and election.rules and election.rules.majority:
        election = having(election, rules=Rules(min_voters=2, revote=False))
    assert decided(election, None) == decided(election, 10**30)


def council(*choices: int) -> Election:
    """3 of 5 named members must be for it."""
    return Election(
        "headcount",
        NAMES,
        [Ballot(f"member {place}", "1", choice) for place, choice in enumerate(choices)],
        rules=Rules(quorum=Quorum("headcount", 3, ["For"]), revote=False),
    )


@pytest.mark.parametrize(
    ("choices", "remaining", "early"),
    [
        ((1, 1), 3, None),
        ((1, 1, 1), 2, True),
        ((1, 2, 2), 2, None),
        ((2, 2, 2), 2, False),
        ((1, 1, 1), None, True),
        ((2, 2, 2), None, None),
    ],
)
def test_a_council_is_decided_as_soon_as_k_are_for_it_or_too_few_can_be(
    choices: tuple[int, ...], remaining: int | None, early: bool | None
) -> None:
    assert decided(council(*choices), remaining) is early


def test_votes_that_can_be_changed_are_never_decided() -> None:
    rules = Rules(quorum=Quorum("headcount", 3, ["For"]))
    assert decided(having(council(1, 1, 1), rules=rules), 0) is None


def test_who_wins_must_be_settled_too_where_the_vote_asks_for_it() -> None:
    ballots = [Ballot("a", "5", 1), Ballot("b", "2", 2)]
    election = Election("single", PARK, ballots, rules=Rules(quorum=Quorum("absolute", "5"), revote=False))
    assert decided(election, 3) is None
    assert decided(election, 2) is True


def test_a_choice_against_all_plans_leaves_open_which_plan_wins() -> None:
    ballots = [Ballot("a", "1", 1), Ballot("b", "1", 1)]
    rules = Rules(quorum=Quorum("headcount", 2), revote=False)
    assert decided(Election("single", PLANS, ballots, rules=rules), 5) is None
    assert decided(Election("single", PLANS, ballots, rules=rules), 1) is True


def test_without_any_rule_a_vote_is_decided_when_its_winner_is() -> None:
    nothing = Rules(revote=False)
    assert decided(Election("single", NAMES, [], rules=nothing), 3) is None
    assert decided(Election("single", NAMES, [Ballot("a", "2", 1)], rules=nothing), 1) is True
    assert decided(Election("single", NAMES, [Ballot("a", "2", 2)], rules=nothing), 1) is False


def test_one_approving_ballot_may_speak_against_in_two_ways_at_once() -> None:
    rules = Rules(majority=Majority(abstain="included"), revote=False)
    election = Election("approval", NAMES, [Ballot("a", "3", [1])], rules=rules)
    assert decided(election, 2) is None
    assert decided(election, 1) is True


def test_delegated_power_may_yet_be_used_by_its_owner() -> None:
    election = Election(
        "single",
        NAMES,
        [Ballot("delegate", "1", 1)],
        electorate=Electorate("5"),
        rules=Rules(majority=Majority(of="total"), revote=False),
        delegations=[Delegation("owner", "delegate", "4")],
    )
    assert tally(election).score_values == (5, 0, 0)
    assert decided(election, 0) is None
    owned = having(election, ballots=[Ballot("owner", "4", 1), *election.ballots])
    assert decided(owned, 0) is True


def test_a_dynamic_quorum_is_open_until_nothing_remains() -> None:
    quorum = Quorum("dynamic", min="1/10", max="1/2", coefficient="1/1", against=["Against"])
    rules = Rules(quorum=quorum, revote=False)
    election = Election("single", NAMES, [Ballot("a", "9", 1)], electorate=Electorate("10"), rules=rules)
    assert decided(election, 1) is None
    assert decided(election, 0) is True


@pytest.mark.parametrize("mechanism", [name for name in VOTED_ON if not MECHANISMS[name].additive])
def test_what_does_not_add_up_is_open_until_nothing_remains(mechanism: str) -> None:
    choice = choice_for(mechanism, 1, len(NAMES))
    rules = Rules(quorum=Quorum("absolute", "1"), revote=False)
    election = Election(mechanism, NAMES, [Ballot("a", "9", choice)], rules=rules)
    assert decided(election, 1) is None
    assert decided(election, 0) is True


@pytest.mark.parametrize(("named", "early"), [(4, True), (5, None)])
def test_sets_of_too_many_different_choices_are_open_until_nothing_remains(
    named: int, early: bool | None
) -> None:
    places = [f"place {number}" for number in range(named)]
    approved = [1, *range(3, named + 3)]
    election = Election(
        "approval",
        ["For", "Against", *places],
        [Ballot("a", "9", approved)],
        rules=Rules(
            quorum=[Quorum("absolute", "1", [place]) for place in places], majority=Majority(), revote=False
        ),
    )
    assert decided(election, 1) is early
    assert decided(election, 0) is True
