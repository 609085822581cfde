"""What holds for every election."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.counting.quadratic import QuadraticOptions
from bot.domain.elections.election import Ballot, Election, Electorate, Majority, Quorum, Rules
from bot.domain.elections.tally import Result, tally
from tests.domain.counting.documents import result, vote
from tests.mechanisms import VOTED_ON, choices_of

ADDITIVE = ("single", "approval", "weighted", "headcount", "quadratic")
RANKED = ("ranked_choice", "copeland")
NAMES = ["For", "Against", "Abstain", "Later", "Never"]

powers = st.integers(0, 3) | st.integers(0, 10**24)


@st.composite
def elections(draw: st.DrawFn, mechanisms: tuple[str, ...] = VOTED_ON, least: int = 2) -> Election:
    """Elections whose every ballot is valid, one a voter."""
    mechanism = draw(st.sampled_from(mechanisms))
    size = draw(st.integers(least, 5))
    cast = draw(st.lists(st.tuples(powers, choices_of(mechanism, size)), max_size=8))
    return Election(
        mechanism,
        NAMES[:size],
        [Ballot(f"voter {place}", str(power), choice) for place, (power, choice) in enumerate(cast)],
    )


def having(election: Election, **changes: Any) -> Election:
    """The same election but for some fields."""
    fields = {name: getattr(election, name) for name in election.__struct_fields__}
    return Election(**{**fields, **changes})


def winners(counted: Result) -> tuple[int, ...]:
    """The winner, or all who are tied."""
    return counted.tied or ((counted.winner,) if counted.winner else ())


@given(elections(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_never_matters(election: Election, random: Any) -> None:
    shuffled = random.sample(election.ballots, len(election.ballots))
    assert tally(having(election, ballots=shuffled)) == tally(election)


@given(elections(("single", "approval", "weighted", *RANKED)), st.integers(2, 10**9))
def test_scaling_all_powers_scales_the_scores_and_changes_no_decision(
    election: Election, factor: int
) -> None:
    rules = Rules(quorum=Quorum("share", "1/3"), majority=Majority(value="3/7"))
    before = tally(having(election, rules=rules, electorate=Electorate(total_power=str(10**25))))
    scaled = [Ballot(each.voter, str(int(each.power) * factor), each.choice) for each in election.ballots]
    total = Electorate(total_power=str(10**25 * factor))
    after = tally(having(election, rules=rules, ballots=scaled, electorate=total))
    times = 1 if election.mechanism == "copeland" else factor
    assert after.score_values == tuple(score * times for score in before.score_values)
    assert winners(after) == winners(before)
    assert before.outcome is not None
    assert after.outcome is not None
    assert after.outcome.passed == before.outcome.passed


@given(elections(("quadratic",)), st.integers(2, 10**9), st.sampled_from(["root", "credits"]))
def test_scaling_the_powers_and_the_unit_changes_nothing_in_quadratic(
    election: Election, factor: int, form: Any
) -> None:
    before = tally(having(election, options=QuadraticOptions("1", form)))
    scaled = [Ballot(each.voter, str(int(each.power) * factor), each.choice) for each in election.ballots]
    after = tally(having(election, options=QuadraticOptions(str(factor), form), ballots=scaled))
    assert after.scores == before.scores


@given(elections((*ADDITIVE, *RANKED)), powers, st.data())
def test_a_ballot_more_for_a_winner_alone_never_hurts_it(
    election: Election, power: int, data: st.DataObject
) -> None:
    before = winners(tally(election))
    if not before:
        return
    number = data.draw(st.sampled_from(before))
    alone: Any = {"single": number, "headcount": number, "weighted": {str(number): 1}, "quadratic": number}
    ballot = Ballot("supporter", str(power), alone.get(election.mechanism, [number]))
    after = winners(tally(having(election, ballots=[*election.ballots, ballot])))
    assert number in after
    if power:
        assert set(after) <= set(before)


def test_ranked_choice_is_the_known_exception_to_raising_a_winner() -> None:
    """Ten voters put Andrea, who wins, from last to first, and so she loses (Wikipedia, Monotonicity criterion)."""

    def winner(*ballots: tuple[str, int, list[int]], mechanism: str = "ranked_choice") -> int:
        return result(vote(*ballots, mechanism=mechanism, choices=["Andrea", "Belinda", "Cynthia"]))["winner"]

    assert winner(("39", 39, [1, 2, 3]), ("35", 35, [2, 3, 1]), ("26", 26, [3, 1, 2])) == 1
    assert winner(("39", 49, [1, 2, 3]), ("35", 25, [2, 3, 1]), ("26", 26, [3, 1, 2])) == 3


@given(elections(("copeland",)), st.data())
def test_raising_a_winner_on_a_ballot_never_hurts_it_in_copeland(
    election: Election, data: st.DataObject
) -> None:
    before = winners(tally(election))
    if not before or not election.ballots:
        return
    number = data.draw(st.sampled_from(before))
    place = data.draw(st.integers(0, len(election.ballots) - 1))
    ballot = election.ballots[place]
    raised = [number, *(each for each in ballot.choice if each != number)]
    ballots = [*election.ballots]
    ballots[place] = Ballot(ballot.voter, ballot.power, raised)
    assert number in winners(tally(having(election, ballots=ballots)))


@given(elections(("single", "approval", "weighted", *RANKED)), st.data())
def test_splitting_power_over_voters_changes_nothing_where_power_is_added(
    election: Election, data: st.DataObject
) -> None:
    if not election.ballots:
        return
    first, *others = election.ballots
    part = data.draw(st.integers(0, int(first.power)))
    parts = [
        Ballot("one half", str(part), first.choice),
        Ballot("other half", str(int(first.power) - part), first.choice),
    ]
    split = tally(having(election, ballots=[*parts, *others]))
    assert split.scores == tally(election).scores
    assert winners(split) == winners(tally(election))


@given(st.integers(0, 10**24), st.integers(0, 10**24), st.sampled_from(["root", "credits", "matching"]))
def test_splitting_power_over_ballots_of_one_voter_never_gains_under_a_root(
    one: int, other: int, form: Any
) -> None:
    """The wallets of a member are pooled into one ballot (governance); a second ballot only replaces the first."""
    options = QuadraticOptions(form=form)
    pooled = tally(Election("quadratic", ["A"], [Ballot("ada", str(one + other), 1)], options=options))
    split = [Ballot("ada", str(one), 1), Ballot("ada", str(other), 1)]
    assert (
        tally(Election("quadratic", ["A"], split, options=options)).score_values[0] <= pooled.score_values[0]
    )


@given(elections())
def test_power_is_conserved(election: Election) -> None:
    counted = tally(election)
    cast = sum(int(ballot.power) for ballot in election.ballots)
    assert counted.cast_power == cast
    total = sum(counted.score_values)
    size = len(election.choices)
    match election.mechanism:
        case "single" | "weighted":
            assert total == cast
        case "approval":
            assert max(counted.score_values) <= cast
        case "headcount":
            assert total == sum(ballot.power != "0" for ballot in election.ballots)
        case "copeland":
            assert total == Fraction(size * (size - 1), 2)
        case "ranked_choice":
            sums = [sum(score or 0 for score in each.scores) for each in counted.rounds]
            assert sums[0] == cast
            assert sums == sorted(sums, reverse=True)
        case "quadratic":
            for_all = tally(having(election, options=QuadraticOptions(form="matching")))
            missing = cast - sum(for_all.score_values)
            assert 0 <= missing < Fraction(size, 10**18) or not any(for_all.score_values)


def renamed(choice: Any, to: list[int]) -> Any:
    """A choice after choice n became choice to[n - 1]."""
    if isinstance(choice, int):
        return to[choice - 1]
    if isinstance(choice, dict):
        return {str(to[int(number) - 1]): weight for number, weight in choice.items()}
    return [to[number - 1] for number in choice]


@given(elections(), st.data())
def test_renaming_the_choices_renames_the_result_and_nothing_else(
    election: Election, data: st.DataObject
) -> None:
    to = data.draw(st.permutations(range(1, len(election.choices) + 1)))
    ballots = [Ballot(each.voter, each.power, renamed(each.choice, to)) for each in election.ballots]
    before, after = tally(election), tally(having(election, ballots=ballots))
    assert tuple(after.scores[number - 1] for number in to) == before.scores
    assert winners(after) == tuple(sorted(to[number - 1] for number in winners(before)))
    for one, other in zip(before.rounds, after.rounds, strict=True):
        assert tuple(other.scores[number - 1] for number in to) == one.scores
        assert other.eliminated == tuple(sorted(to[number - 1] for number in one.eliminated))
