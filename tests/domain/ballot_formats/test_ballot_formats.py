"""Ballots as voters write them: what is written is read back, and exactly what counts is taken."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ballot_formats.several import NOBODY
from bot.domain.ballot_formats.weights import LARGEST
from bot.domain.canonical import canonical_json
from bot.domain.counting.mechanism import BallotKind
from bot.domain.elections.choices import check_choice, choice_named, describe, reactions, written
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import tally
from bot.domain.errors import BallotUnclear, NotOnBallot, StakeInstead
from bot.domain.ids import ProposalId
from bot.domain.policy.model import Policy, preset
from tests.mechanisms import VOTED_ON, options_of
from tests.said import said

PROPOSAL = ProposalId(1)
COUNCIL = ("Ada", "Ben & Co, Ltd", "Cleo > Dan", "4")


def policy(mechanism: str, choices: tuple[str, ...] = COUNCIL, **options: Any) -> Policy:
    return preset("token").model_copy(
        update={"mechanism": mechanism, "choices": choices, "options": options, "rules": {}}
    )


NAMES = st.lists(
    st.text(min_size=1, max_size=12) | st.text(alphabet="#123 ,;>:=-ab\n", min_size=1, max_size=8),
    min_size=1,
    max_size=6,
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    mechanism = draw(st.sampled_from(VOTED_ON))
    options = draw(st.sampled_from(options_of(mechanism)))
    return policy(mechanism, tuple(draw(NAMES)), **options)


def ballots_of(policy: Policy, draw: st.DrawFn) -> Any:
    """A valid ballot of the policy's mechanism, as it is read."""
    numbers = list(range(1, len(policy.choices) + 1))
    match policy.counting.ballot:
        case BallotKind.ONE:
            return draw(st.sampled_from(numbers))
        case BallotKind.SEVERAL:
            return sorted(draw(st.sets(st.sampled_from(numbers))))
        case BallotKind.RANKING:
            order: list[int] = draw(st.permutations(numbers))
            least = len(numbers) if policy.options.get("require_full") else 1
            return order[: draw(st.integers(least, len(numbers)))]
        case _:
            chosen = sorted(draw(st.sets(st.sampled_from(numbers), min_size=1)))
            return {str(number): draw(st.integers(1, LARGEST)) for number in chosen}


@st.composite
def valid(draw: st.DrawFn) -> tuple[Policy, Any]:
    found = draw(policies())
    return found, ballots_of(found, draw)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 8) | st.text(alphabet="0123ab", max_size=2),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(alphabet="0123ab", max_size=2), inner)
    ),
    max_leaves=6,
)


@given(valid())
def test_what_is_written_is_read_back_whatever_the_choices_are_called(case: tuple[Policy, Any]) -> None:
    found, choice = case
    assert choice_named(PROPOSAL, found, written(found, choice)) == choice


@given(valid())
def test_every_ballot_has_words_that_name_its_choices(case: tuple[Policy, Any]) -> None:
    found, choice = case
    words = describe(found, choice)
    named = [choice] if isinstance(choice, int) else [int(number) for number in choice]
    assert words == written(found, choice) or all(found.choices[number - 1] in words for number in named)
    assert words


@given(policies(), JUNK)
def test_exactly_what_is_taken_counts(found: Policy, choice: Any) -> None:
    document = {
        "mechanism": found.mechanism,
        "choices": list(found.choices),
        "options": found.options,
        "ballots": [{"voter": "a", "power": str(10**40), "choice": choice}],
    }
    result = tally(decode(canonical_json(document)))
    try:
        check_choice(PROPOSAL, found, choice)
    except (NotOnBallot, BallotUnclear):
        assert [invalid.voter for invalid in result.invalid] == ["a"]
    else:
        assert result.invalid == ()
        assert result.voters == 1


@given(policies(), st.text(max_size=40) | st.text(alphabet="#1234 ,;>:=-", max_size=30))
def test_whatever_is_typed_becomes_a_ballot_that_counts_or_is_refused(found: Policy, text: str) -> None:
    try:
        choice = choice_named(PROPOSAL, found, text)
    except (NotOnBallot, BallotUnclear):
        return
    check_choice(PROPOSAL, found, choice)
    assert json.loads(msgspec.json.encode(choice)) == choice


@pytest.mark.parametrize(
    ("mechanism", "text", "choice"),
    [
        ("single", "ben & co, ltd", 2),
        ("headcount", "#4", 4),
        ("approval", "Ben & Co, Ltd, ada", [1, 2]),
        ("approval", "3, 1", [1, 3]),
        ("approval", "none", []),
        ("approval", "-", []),
        ("ranked_choice", "Cleo > Dan > Ada", [3, 1]),
        ("ranked_choice", "2,1,3", [2, 1, 3]),
        ("ranked_choice", "Ben & Co, Ltd > 4 > ada", [2, 4, 1]),
        ("copeland", "#2>#1", [2, 1]),
        ("weighted", "Ada 3, Ben & Co, Ltd 1", {"1": 3, "2": 1}),
        ("weighted", "Ada: 60%\nCleo > Dan = 40 %", {"1": 60, "3": 40}),
        ("weighted", "4 7", {"4": 7}),
        ("weighted", "ada", {"1": 1}),
        ("quadratic", "Ada 2; Cleo > Dan 0", {"1": 2}),
    ],
)
def test_a_ballot_is_written_as_people_write_it(mechanism: str, text: str, choice: Any) -> None:
    assert choice_named(PROPOSAL, policy(mechanism), text) == choice


@pytest.mark.parametrize(
    ("mechanism", "options", "text", "why"),
    [
        ("approval", {}, "Ada, Zoe", "“Zoe” is none of the choices"),
        ("approval", {}, "Ada, ada", "“Ada” stands twice"),
        ("ranked_choice", {}, "Ada > #1", "“Ada” stands twice"),
        ("ranked_choice", {}, " ", "the ranking is empty"),
        ("ranked_choice", {"require_full": True}, "1, 2", "the ranking has 2 of 4 choices, all are required"),
        ("weighted", {}, "Ada 3, Ada 1", "“Ada” stands twice"),
        ("weighted", {}, "Ada 1.5", "“Ada 1.5” is not a choice with a whole number"),
        ("weighted", {}, "Ada -1", "“Ada -1” is not a choice with a whole number"),
        ("weighted", {}, "Ada 0", "no choice has any weight"),
        ("quadratic", {}, f"Ada {LARGEST + 1}", "the number for “Ada” is too large"),
    ],
)
def test_what_is_no_ballot_is_refused_with_the_reason(
    mechanism: str, options: dict[str, Any], text: str, why: str
) -> None:
    with pytest.raises(BallotUnclear) as refused:
        choice_named(PROPOSAL, policy(mechanism, **options), text)
    assert said(refused.value.fault) == why


def test_who_votes_where_members_stake_is_told_so() -> None:
    staking = policy("conviction")
    with pytest.raises(StakeInstead):
        choice_named(PROPOSAL, staking, "Ada")
    with pytest.raises(StakeInstead):
        check_choice(PROPOSAL, staking, 1)


def test_only_where_a_ballot_is_one_choice_a_reaction_can_say_it() -> None:
    track_eligibility = {mechanism for mechanism in VOTED_ON if reactions(policy(mechanism))}
    assert track_eligibility == {"single", "headcount"}


def test_a_ballot_is_told_in_words() -> None:
    assert describe(policy("approval"), [1, 3, 4]) == "Ada, Cleo > Dan, 4"
    assert describe(policy("approval"), []) == NOBODY
    assert describe(policy("ranked_choice"), [2, 1]) == "Ben & Co, Ltd > Ada"
    assert describe(policy("weighted"), {"4": 1, "1": 3}) == "Ada 3, 4 1"
    assert describe(policy("quadratic"), 2) == "Ben & Co, Ltd 1"


@pytest.mark.parametrize(("mechanism", "choice"), [("single", 2), ("approval", [2]), ("ranked_choice", [2])])
def test_a_choice_that_is_called_as_none_is_written_is_not_told_as_none(mechanism: str, choice: Any) -> None:
    found = policy(mechanism).model_copy(update={"choices": ("Ada", NOBODY)})
    assert describe(found, choice) == "#2"
