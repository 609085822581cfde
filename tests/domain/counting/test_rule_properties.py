"""What holds for every election with rules, and the known exceptions by name."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.domain.counting.quadratic import QuadraticOptions
from bot.domain.elections.election import (
    Ballot,
    Delegation,
    Election,
    Electorate,
    Majority,
    Quorum,
    Roles,
    Rules,
    Veto,
)
from bot.domain.elections.tally import Outcome, tally
from tests.domain.counting.documents import AGAINST, FOR, passed, result, scores, vote
from tests.domain.counting.test_counting_properties import (
    ADDITIVE,
    RANKED,
    elections,
    having,
    powers,
    renamed,
)
from tests.mechanisms import VOTED_ON, choice_for, choices_of

TOTAL = 10**25
SHARES = st.builds(lambda top, more: f"{top}/{top + more}", st.integers(0, 9), st.integers(1, 9))


@st.composite
def quorums(draw: st.DrawFn, names: list[str], counting: list[str] | None = None) -> Quorum:
    """Quorums of every kind; `counting`: choices that count toward it in any case."""
    some = st.lists(st.sampled_from(names), unique=True)
    counts = draw(st.none() | some.map(lambda drawn: sorted({*drawn, *(counting or [])})))
    strict = draw(st.booleans())
    match draw(st.sampled_from(["absolute", "share", "headcount", "dynamic"])):
        case "absolute":
            return Quorum("absolute", str(draw(powers)), counts, strict)
        case "headcount":
            return Quorum("headcount", draw(st.integers(0, 6)), counts, strict)
        case "share":
            return Quorum("share", draw(SHARES), counts, strict, draw(st.none() | some))
        case _:
            return Quorum(
                "dynamic",
                counts=counts,
                strict=strict,
                min=draw(SHARES),
                max=draw(SHARES),
                coefficient=draw(SHARES),
                against=["Against"],
            )


@st.composite
def decisions(
    draw: st.DrawFn, mechanisms: tuple[str, ...] = VOTED_ON, counting: list[str] | None = None
) -> Election:
    """Elections with rules of every kind; For and Against are among the choices."""
    election = draw(elections(mechanisms))
    names = election.choices
    veto = st.builds(Veto, st.just(["Against"]), SHARES, st.sampled_from(["cast", "total"]))
    of = st.just("cast") if election.mechanism == "headcount" else st.sampled_from(["cast", "total"])
    majority = st.builds(
        Majority, value=SHARES, strict=st.booleans(), abstain=st.sampled_from(["excluded", "included"]), of=of
    )
    rules = st.builds(
        Rules,
        quorum=st.lists(quorums(names, counting), max_size=3),
        majority=st.none() | majority,
        veto=st.none() | veto,
        min_voters=st.integers(0, 5),
    )
    return having(election, rules=draw(rules), electorate=Electorate(str(TOTAL)))


def outcome(election: Election) -> Outcome:
    found = tally(election).outcome
    assert found is not None
    return found


def flags(election: Election) -> tuple[object, ...]:
    """What each rule says, without its numbers."""
    found = outcome(election)
    return (
        found.passed,
        found.majority_reached,
        found.vetoed,
        found.enough_voters,
        tuple(quorum.reached for quorum in found.quorums),
    )


# -- order --------------------------------------------------------------------------------------------------


@given(decisions(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_changes_no_rule(election: Election, random: Any) -> None:
    shuffled = random.sample(election.ballots, len(election.ballots))
    assert outcome(having(election, ballots=shuffled)) == outcome(election)


@given(decisions(), st.booleans(), st.data())
def test_of_one_voters_ballots_the_order_decides_which_one_counts_and_nothing_else(
    election: Election, revote: bool, data: st.DataObject
) -> None:
    """The one exception that the format makes, beside the times of stakes in conviction."""
    assume(election.ballots)
    rules = election.rules or Rules()
    election = having(
        election,
        rules=Rules(rules.quorum, rules.majority, rules.veto, rules.min_voters, revote),
    )
    kept = data.draw(st.sampled_from(election.ballots))
    choice = data.draw(choices_of(election.mechanism, len(election.choices)))
    other = Ballot(kept.voter, str(data.draw(powers)), choice)
    place = election.ballots.index(kept)
    at = data.draw(st.integers(0, place) if revote else st.integers(place + 1, len(election.ballots)))
    twice = [*election.ballots[:at], other, *election.ballots[at:]]
    assert tally(having(election, ballots=twice)) == tally(election)


def test_the_order_of_stakes_of_one_time_decides_which_of_them_is_beyond_the_power() -> None:
    """The other exception: stakes of one second are applied in list order."""

    def conviction(*stakes: int) -> list[str]:
        options = {
            "decay": "9/10",
            "time_unit": 1,
            "max_ratio": "1/5",
            "weight": "1/500",
            "funds": "1000",
            "requested": ["0", "0"],
            "at": 20,
        }
        placed = [{"choice": choice, "amount": "6", "at": 10} for choice in stakes]
        ballot = {"voter": "a", "power": "10", "stakes": placed}
        document = vote(mechanism="conviction", options=options, electorate={"total_power": "100"})
        return scores({**document, "choices": ["Park", "Well"], "ballots": [ballot]})

    park, none = conviction(1, 2)
    assert none == "0" != park
    assert conviction(2, 1) == [none, park]


# -- scaling ------------------------------------------------------------------------------------------------


@given(decisions(("single", "approval", "weighted", "headcount", *RANKED)), st.integers(2, 10**9))
def test_scaling_all_powers_and_the_total_changes_no_rule(election: Election, factor: int) -> None:
    rules = election.rules or Rules()
    scaled = [
        Quorum("absolute", str(int(each.value or 0) * factor), each.counts, each.strict)
        if each.kind == "absolute"
        else each
        for each in rules.quorum or []
    ]
    after = having(
        election,
        ballots=[Ballot(each.voter, str(int(each.power) * factor), each.choice) for each in election.ballots],
        electorate=Electorate(str(TOTAL * factor)),
        rules=Rules(scaled, rules.majority, rules.veto, rules.min_voters),
    )
    assert flags(after) == flags(election)


# -- supporters ---------------------------------------------------------------------------------------------


@given(decisions(ADDITIVE, counting=["For"]), powers)
def test_a_supporter_more_never_defeats_what_passes(election: Election, power: int) -> None:
    supporter = Ballot("supporter", str(power), choice_for(election.mechanism, 1, len(election.choices)))
    after = outcome(having(election, ballots=[*election.ballots, supporter]))
    assert after.passed or not outcome(election).passed


@given(decisions(ADDITIVE, counting=["For"]), st.integers(1, 10**24), st.data())
def test_more_power_of_a_supporter_never_defeats_what_passes(
    election: Election, more: int, data: st.DataObject
) -> None:
    supporter = Ballot(
        "supporter", str(data.draw(powers)), choice_for(election.mechanism, 1, len(election.choices))
    )
    stronger = Ballot("supporter", str(int(supporter.power) + more), supporter.choice)
    before = outcome(having(election, ballots=[*election.ballots, supporter]))
    after = outcome(having(election, ballots=[*election.ballots, stronger]))
    assert after.passed or not before.passed


def test_a_ballot_against_is_the_known_exception_where_the_quorum_counts_it() -> None:
    """The no-show paradox: who is against had better stayed away. `counts` without Against is the answer."""
    majority = {"kind": "simple"}
    everybody = {"quorum": {"kind": "absolute", "value": "10"}, "majority": majority}
    in_favour = {"quorum": {"kind": "absolute", "value": "10", "counts": ["For"]}, "majority": majority}
    assert not passed(vote(("a", 9, FOR), rules=everybody))
    assert passed(vote(("a", 9, FOR), ("b", 1, AGAINST), rules=everybody))
    assert not passed(vote(("a", 9, FOR), ("b", 1, AGAINST), rules=in_favour))


@given(decisions(("single", "headcount", "weighted", "quadratic")), powers)
def test_a_ballot_against_never_carries_a_vote_whose_quorums_count_for_alone(
    election: Election, power: int
) -> None:
    rules = election.rules or Rules()
    counting = [
        Quorum(
            each.kind,
            each.value,
            ["For"],
            each.strict,
            None,
            each.min,
            each.max,
            each.coefficient,
            each.against,
        )
        for each in rules.quorum or []
    ]
    strict = having(election, rules=Rules(counting, rules.majority or Majority(), rules.veto))
    choice: Any = {"2": 1} if election.mechanism == "weighted" else AGAINST
    opponent = Ballot("opponent", str(power), choice)
    before, after = outcome(strict), outcome(having(strict, ballots=[*strict.ballots, opponent]))
    if rules.veto is None or rules.veto.of == "total" or before.vetoed is False:
        assert before.passed or not after.passed


def test_ranked_choice_is_the_known_exception_where_supporters_had_better_stayed_away() -> None:
    """Two voters come who prefer Belinda, the winner, to Cynthia, and so Cynthia wins (Fishburn and Brams, 1983)."""

    def winner(*ballots: tuple[str, int, list[int]]) -> int:
        document = vote(*ballots, mechanism="ranked_choice", choices=["Andrea", "Belinda", "Cynthia"])
        return result(document)["winner"]

    without = (("a", 5, [1, 2, 3]), ("b", 6, [2, 3, 1]), ("c", 7, [3, 1, 2]))
    assert winner(*without) == 2
    assert winner(*without, ("d", 2, [1, 2, 3])) == 3


# -- roots --------------------------------------------------------------------------------------------------


@given(
    st.lists(st.integers(0, 10**24), min_size=1, max_size=6),
    st.dictionaries(st.sampled_from("123"), st.integers(1, 9), min_size=1),
    st.sampled_from(["root", "matching"]),
)
def test_a_member_pooled_over_wallets_has_what_one_wallet_would_have_under_a_root(
    wallets: list[int], weights: dict[str, int], form: Any
) -> None:
    """A member casts one ballot with the power of all wallets together, so splitting gains nothing; each wallet
    voting for itself would gain: that is why the pooling comes before the root."""
    options = QuadraticOptions(form=form)

    def votes(*ballots: Ballot[Any]) -> list[Any]:
        return list(
            tally(Election("quadratic", ["A", "B", "C"], list(ballots), options=options)).score_values
        )

    pooled = votes(Ballot("ada", str(sum(wallets)), weights))
    again = [Ballot("ada", str(sum(wallets)), weights) for _ in wallets]
    assert votes(*again) == pooled
    apart = votes(*(Ballot(str(place), str(wallet), weights) for place, wallet in enumerate(wallets)))
    if form == "root":
        dust = Fraction(len(wallets) * 3, 10**18)
        assert sum(apart) + dust >= sum(pooled)


# -- sums ---------------------------------------------------------------------------------------------------


@given(elections(), st.data())
def test_delegated_power_is_cast_once_or_not_at_all(election: Election, data: st.DataObject) -> None:
    """The power cast is that of the voters and of the delegators that stayed away and whose delegate came."""
    voters = [ballot.voter for ballot in election.ballots]
    explanation = st.builds(
        Delegation,
        st.sampled_from([*voters, "x", "y", "z"]),
        st.sampled_from([*voters, "q"]),
        powers.map(str),
    )
    delegated_power = data.draw(st.lists(explanation, max_size=6, unique_by=lambda each: each.from_))
    counted = tally(having(election, delegations=delegated_power))
    own = sum(int(ballot.power) for ballot in election.ballots)
    carried = sum(
        int(each.power) for each in delegated_power if each.from_ not in voters and each.to in voters
    )
    assert counted.cast_power == own + carried
    assert counted.voters == len(voters)


@given(elections(("single", "weighted", "headcount")))
def test_the_power_behind_each_choice_adds_up_to_what_is_cast(election: Election) -> None:
    quorums_of_one = [Quorum("absolute", "0", [name]) for name in election.choices]
    both = Rules([*quorums_of_one, Quorum("absolute", "0"), Quorum("absolute", "0", election.choices)])
    counted = tally(having(election, rules=both))
    assert counted.outcome is not None
    *each, everything, named = (quorum.power for quorum in counted.outcome.quorums)
    assert sum(each) == everything == named == counted.cast_power


# -- symmetry -----------------------------------------------------------------------------------------------


@given(decisions(), st.data())
def test_rules_follow_the_names_and_not_the_places_of_choices(
    election: Election, data: st.DataObject
) -> None:
    to = data.draw(st.permutations(range(1, len(election.choices) + 1)))
    places = sorted(range(len(to)), key=to.__getitem__)
    moved = having(
        election,
        choices=[election.choices[place] for place in places],
        ballots=[Ballot(each.voter, each.power, renamed(each.choice, to)) for each in election.ballots],
    )
    assert outcome(moved) == outcome(election)


@given(elections(ADDITIVE), st.data())
def test_for_and_against_are_treated_alike_by_a_majority_of_half(
    election: Election, data: st.DataObject
) -> None:
    """What passes is defeated with the sides exchanged, and a tie is defeated on both sides."""
    swapped = Roles(for_=2, against=1)
    sides = [having(election, rules=Rules(majority=Majority(), roles=roles)) for roles in (Roles(), swapped)]
    favour, against, *_ = tally(election).score_values
    assert [outcome(side).passed for side in sides] == [favour > against, against > favour]


# -- bars ---------------------------------------------------------------------------------------------------


@given(decisions(), SHARES, SHARES)
@example(
    Election("single", ["For", "Against"], [Ballot("a", "1", 1)], rules=Rules(majority=Majority())),
    "1/2",
    "1/2",
)
def test_a_higher_bar_never_helps(election: Election, one: str, other: str) -> None:
    low, high = sorted((one, other), key=Fraction)
    rules = election.rules or Rules()

    def at(value: str) -> bool:
        bar = Majority(value=value)
        return outcome(having(election, rules=Rules(rules.quorum, bar, rules.veto, rules.min_voters))).passed

    assert at(low) or not at(high)
