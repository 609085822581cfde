"""Late swings: the end moves when the outcome does, within bounds, and anybody finds the same moves again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.elections.election import Ballot, Delegation, Election, Majority, Quorum, Rules
from bot.domain.elections.tally import tally
from bot.domain.rules.late_swing import SECOND, LateSwing, TimedBallot, late_swings
from bot.domain.rules.passing import asks_nothing
from tests.domain.counting.test_counting_properties import having
from tests.mechanisms import VOTED_ON, choice_for, choices_of

END, WINDOW, AT_MOST = 1_000 * SECOND, 100 * SECOND, 250 * SECOND
NAMES = ["For", "Against", "Abstain"]
MAJORITY = Rules(majority=Majority())


def election(rules: Rules | None = MAJORITY, mechanism: str = "single", names: list[str] = NAMES) -> Election:
    return Election(mechanism, names, [], rules=rules)


def swings(*ballots: tuple[int, str, int, Any], of: Election | None = None) -> list[tuple[int, int, str]]:
    """When (seconds after the start) which end came about and why, from (second, voter, power, choice)."""
    timed = [TimedBallot(at * SECOND, voter, power, choice) for at, voter, power, choice in ballots]
    found = late_swings(of or election(), timed, END, WINDOW, AT_MOST)
    return [(each.at // SECOND, each.end // SECOND, each.why) for each in found]


def test_a_swing_before_the_window_moves_nothing() -> None:
    assert swings((899, "a", 5, 1)) == []


def test_a_swing_in_the_window_leaves_as_much_time_as_the_window_is_long() -> None:
    assert swings((901, "a", 5, 1)) == [(901, 1001, "outcome")]
    assert swings((999, "a", 5, 1)) == [(999, 1099, "outcome")]


def test_a_late_ballot_that_changes_nothing_moves_nothing() -> None:
    assert swings((10, "a", 5, 1), (990, "b", 9, 1), (991, "c", 3, 2)) == []


def test_a_flip_and_a_flip_back_both_count() -> None:
    assert swings((10, "a", 5, 1), (950, "b", 9, 2), (960, "b", 9, 1)) == [
        (950, 1050, "outcome"),
        (960, 1060, "outcome"),
    ]


def test_a_withdrawn_ballot_may_be_a_swing() -> None:
    assert swings((10, "a", 5, 1), (950, "a", 5, None)) == [(950, 1050, "outcome")]


def test_a_flip_and_a_flip_back_in_one_second_are_none() -> None:
    timed = [TimedBallot(950 * SECOND + at, "a", 5, choice) for at, choice in ((1, 1), (2, 2))]
    assert late_swings(election(), timed, END, WINDOW, AT_MOST) == ()


def test_the_last_ballot_of_a_second_is_the_time_of_its_swing() -> None:
    timed = [TimedBallot(950 * SECOND + at, str(at), 5, 1) for at in (1, 700)]
    swing = LateSwing(950_700, 50_700, 1_050_700, "outcome")
    assert late_swings(election(), timed, END, WINDOW, AT_MOST) == (swing,)


def test_extensions_end_where_all_of_them_together_reach_the_limit() -> None:
    flips = [(990 + 50 * turn, "a", 5, 1 + turn % 2) for turn in range(8)]
    ends = [end for _, end, _ in swings(*flips)]
    assert ends == [1090, 1140, 1190, 1240, 1250]


def test_the_quorum_is_reached_for_the_first_time_only_once() -> None:
    quorum = election(Rules(quorum=Quorum("absolute", "10")), names=["Park", "Well", "School"])
    late = [(950, "b", 9, 1), (960, "b", 9, None), (970, "b", 9, 1)]
    assert swings((10, "a", 5, 1), *late, of=quorum) == [
        (950, 1050, "outcome"),
        (960, 1060, "outcome"),
        (970, 1070, "outcome"),
    ]
    defeated = election(Rules(quorum=Quorum("absolute", "10"), majority=Majority()))
    against = [(at, voter, power, choice and 2) for at, voter, power, choice in late]
    assert swings((10, "a", 5, 2), *against, of=defeated) == [(950, 1050, "quorum")]


def test_a_quorum_reached_before_the_window_is_no_late_one() -> None:
    defeated = election(Rules(quorum=Quorum("absolute", "10"), majority=Majority()))
    assert swings((10, "a", 15, 2), (950, "b", 9, 2), of=defeated) == []


def test_without_rules_it_is_the_winner_that_leads() -> None:
    two = election(None, names=["Park", "Well"])
    assert swings((10, "a", 5, 1), (950, "b", 5, 2), (960, "c", 1, 2), of=two) == [
        (950, 1050, "outcome"),
        (960, 1060, "outcome"),
    ]


def test_in_a_vote_of_yes_or_no_only_passing_leads() -> None:
    assert swings((10, "a", 5, 2), (950, "b", 9, 3), of=election()) == []


def test_a_plan_that_takes_the_lead_is_a_swing_also_beside_a_choice_against_all_plans() -> None:
    plans = election(Rules(quorum=Quorum("absolute", "1")), names=["Plan A", "Plan B", "Against"])
    assert swings((10, "a", 5, 1), (950, "b", 9, 2), of=plans) == [(950, 1050, "outcome")]


def test_without_any_rule_the_winner_leads_also_in_a_vote_of_yes_or_no() -> None:
    assert swings((10, "a", 5, 1), (950, "b", 9, 2), of=election(Rules())) == [(950, 1050, "outcome")]


def test_only_the_first_ballot_of_a_voter_counts_where_the_rules_say_so() -> None:
    first = election(Rules(majority=Majority(), revote=False))
    assert swings((10, "a", 5, 1), (950, "a", 5, 2), of=first) == []


def test_delegated_power_swings_along() -> None:
    explanation = having(election(), delegations=[Delegation("owner", "delegate", "9")])
    assert swings((10, "a", 5, 1), (950, "delegate", 0, 2), of=explanation) == [(950, 1050, "outcome")]


@pytest.mark.parametrize("rules", [MAJORITY, Rules(majority=Majority(), min_voters=1)])
def test_a_wallet_that_says_something_apart_may_be_a_swing(rules: Rules) -> None:
    def cast(at: int, voter: str, power: int, *parts: tuple[int, Any]) -> TimedBallot:
        return TimedBallot(at * SECOND, voter, power, 1, parts)

    course = [cast(10, "a", 9), cast(950, "a", 9, (5, 2)), cast(960, "a", 9, (4, 2)), cast(970, "a", 9)]
    found = late_swings(election(rules), course, END, WINDOW, AT_MOST)
    assert [each.at // SECOND for each in found] == [950, 960]


def test_a_pause_moves_the_window_with_the_end() -> None:
    timed = [TimedBallot(950 * SECOND, "a", 5, 1), TimedBallot(1_020 * SECOND, "b", 9, 2)]
    paused = late_swings(election(), timed, END, WINDOW, AT_MOST, [(500 * SECOND, 560 * SECOND)])
    assert [(each.at, each.end) for each in paused] == [(1_020 * SECOND, 1_120 * SECOND)]


@st.composite
def votes(draw: st.DrawFn) -> tuple[Election, list[TimedBallot]]:
    """Ballots of few members who change their minds, most of them late."""
    mechanism = draw(st.sampled_from(VOTED_ON))
    rules = draw(
        st.none()
        | st.builds(
            Rules,
            quorum=st.none()
            | st.builds(Quorum, kind=st.sampled_from(["absolute", "headcount"]), value=st.just("3")),
            majority=st.just(Majority()) if mechanism in ("single", "headcount") else st.none(),
            min_voters=st.integers(0, 2),
            revote=st.booleans(),
        )
    )
    times = sorted(
        draw(st.lists(st.integers(0, 900 * SECOND) | st.integers(880 * SECOND, 1_300 * SECOND), max_size=12))
    )
    choice = choices_of(mechanism, 3)
    if not rules or rules.revote:
        choice = choice | st.none()
    power = {voter: draw(st.integers(0, 5)) for voter in "abcd"}
    ballots = []
    for at in times:
        voter = draw(st.sampled_from("abcd"))
        ballots.append(TimedBallot(at, voter, power[voter], draw(choice)))
    return election(rules, mechanism), ballots


def found(vote: tuple[Election, list[TimedBallot]], at_most: int = AT_MOST) -> tuple[LateSwing, ...]:
    return late_swings(*vote, END, WINDOW, at_most)


@given(votes())
def test_ends_only_move_forward_and_never_beyond_the_limit(vote: tuple[Election, list[TimedBallot]]) -> None:
    ends = [END, *(swing.end for swing in found(vote))]
    assert ends == sorted(set(ends))
    assert ends[-1] <= END + AT_MOST


@given(votes())
def test_after_a_swing_a_window_remains_unless_the_limit_is_reached(
    vote: tuple[Election, list[TimedBallot]],
) -> None:
    for swing in found(vote):
        assert swing.end == min(swing.at + WINDOW, END + AT_MOST)


@given(votes(), st.integers(0, 12))
def test_what_comes_later_never_unmakes_an_extension(
    vote: tuple[Election, list[TimedBallot]], until: int
) -> None:
    asked, ballots = vote
    seconds = sorted({ballot.at // SECOND for ballot in ballots})[:until]
    earlier = [ballot for ballot in ballots if ballot.at // SECOND in seconds]
    before = found((asked, earlier))
    assert found(vote)[: len(before)] == before


@given(votes())
def test_a_higher_limit_never_ends_a_vote_earlier(vote: tuple[Election, list[TimedBallot]]) -> None:
    ends = [
        max((swing.end for swing in found(vote, limit)), default=END) for limit in (0, WINDOW, AT_MOST, 10**9)
    ]
    assert ends == sorted(ends)
    assert ends[0] == END


@given(votes())
def test_every_swing_is_a_change_of_what_the_count_of_all_ballots_until_then_says(
    vote: tuple[Election, list[TimedBallot]],
) -> None:
    """FinalCount anew from the ballots alone, one second at a time, without anything remembered between them."""
    asked, ballots = vote

    def says(before: int) -> tuple[Any, bool]:
        cast: list[TimedBallot] = []
        for ballot in ballots:
            if ballot.at // SECOND >= before:
                continue
            if ballot.choice is None:
                cast = [each for each in cast if each.voter != ballot.voter]
            else:
                cast.append(ballot)
        listed = [Ballot(each.voter, str(each.power), each.choice) for each in cast]
        result = tally(having(asked, ballots=listed))
        winners = result.tied or result.winner
        if result.outcome is None:
            return winners, True
        leads = winners if asked.rules and asks_nothing(asked.rules) else result.outcome.passed
        return leads, result.outcome.quorum_reached

    expected, end, reached = [], END, False
    for second in sorted({ballot.at // SECOND for ballot in ballots}):
        at = max(ballot.at for ballot in ballots if ballot.at // SECOND == second)
        before, after = says(second), says(second + 1)
        if at >= end - WINDOW:
            moved = before[0] != after[0] or (after[1] and not before[1] and not reached)
            reached = reached or before[1] or after[1]
            new = min(at + WINDOW, END + AT_MOST)
            if moved and new > end:
                expected.append((at, new))
                end = new
    assert [(swing.at, swing.end) for swing in found(vote)] == expected


@pytest.mark.parametrize("mechanism", VOTED_ON)
def test_every_mechanism_can_swing(mechanism: str) -> None:
    one, other = (choice_for(mechanism, number, len(NAMES)) for number in (1, 2))
    late = [(950, "b", 9, other), (951, "c", 9, other)]
    assert swings((10, "a", 5, one), *late, of=election(None, mechanism))
