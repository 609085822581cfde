"""Counts in words: what each choice got in what its mechanism counts, who wins, who is tied, and why not."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.policy.model import Policy
from bot.services.proposals.cards import Card
from bot.wording.proposals.cards.details import details_lines
from bot.wording.voting.results import result_text
from cogs.components.cards.cards import card_view
from tests.cogs.voting.mechanisms import COUNCIL
from tests.cogs.voting.samples import SAY, START, UNIT, card_of, closing_of, proposal_of, token_policy

QUORUM = {"quorum": {"kind": "absolute", "value": str(100 * UNIT)}}


def policy(mechanism: str = "single", rules: dict[str, Any] | None = None, **options: Any) -> Policy:
    return token_policy(mechanism=mechanism, choices=COUNCIL, options=options, rules=rules or {})


def shown(card: Card) -> str:
    container = card_view(card, SAY).to_components()[0]["components"]
    return "\n".join(part["content"] for part in container if part["type"] == 10).replace("\u202f", " ")


def running(found: Policy, *scores: int) -> str:
    return shown(card_of(proposal_of(found), scores=tuple(score * UNIT for score in scores)))


def closed(found: Policy, *scores: int) -> Card:
    closing = closing_of(proposal_of(found), tuple(score * UNIT for score in scores))
    return card_of(proposal_of(found, closing=closing), at=START + timedelta(days=6))


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ((3, 2, 0, 0), "Ahead now: **Ada**."),
        ((2, 2, 1, 0), "Level now: **Ada and Ben**."),
        ((1, 1, 1, 1), "Level now: **Ada, Ben, Cleo and Dan**."),
        ((0, 0, 0, 0), "**No votes yet.**"),
    ],
)
def test_a_vote_without_rules_says_who_is_ahead(scores: tuple[int, ...], sentence: str) -> None:
    assert sentence in running(policy(), *scores)


@pytest.mark.parametrize(
    ("rules", "scores", "sentence"),
    [
        ({}, (3, 2, 0, 0), "**Winner: Ada**."),
        ({}, (2, 2, 1, 0), "**Tied: Ada and Ben**. A tie has no winner."),
        ({}, (0, 0, 0, 0), "**No winner**: nobody voted."),
        (QUORUM, (90, 20, 0, 0), "**Winner: Ada**. The quorum was reached."),
        (QUORUM, (60, 60, 0, 0), "**Tied: Ada and Ben**. A tie has no winner. The quorum was reached."),
        (QUORUM, (90, 2, 0, 0), "**No winner**: the quorum is not reached. Ada was first."),
        (
            QUORUM,
            (9, 9, 0, 0),
            "**No winner**: the quorum is not reached. Ada and Ben shared the first place.",
        ),
        (
            {"min_voters": 3},
            (9, 8, 0, 0),
            "**No winner**: 3 voters were needed, and 2 voted. Ada was first.",
        ),
    ],
)
def test_an_election_names_its_winner_or_why_there_is_none(
    rules: dict[str, Any], scores: tuple[int, ...], sentence: str
) -> None:
    card = closed(policy(rules=rules), *scores)
    assert sentence in shown(card)
    closing = card.proposal.closing
    assert closing is not None
    assert closing.passed == sentence.startswith("**Winner")
    assert sentence in result_text(card, closing, "", SAY)


@pytest.mark.parametrize(
    ("rules", "scores", "sentence"),
    [
        ({}, (3, 2, 0), "**Passed**: For won."),
        ({}, (2, 3, 0), "**Defeated**: Against won."),
        ({}, (2, 2, 0), "**Defeated**: it is a tie between For and Against."),
        (
            {"quorum": {"kind": "headcount", "value": 1, "counts": ["For"]}},
            (1, 5, 0),
            "**Passed**: the quorum was reached.",
        ),
        (
            {"veto": {"choices": ["Against"], "value": "1/2", "of": "total"}},
            (0, 1, 0),
            "**Passed**: it was not stopped.",
        ),
        (
            {"veto": {"choices": ["Against"], "value": "1/2", "of": "total"}},
            (0, 600_000, 0),
            "**Defeated**: the share that stops it was reached.",
        ),
        ({"majority": {"value": "1/4"}}, (2, 3, 0), "**Passed**: as many voted for it as it needs."),
    ],
)
def test_a_question_of_yes_or_no_says_why_it_passed_or_not(
    rules: dict[str, Any], scores: tuple[int, ...], sentence: str
) -> None:
    assert sentence in shown(closed(token_policy(rules=rules), *scores))


@pytest.mark.parametrize(
    ("mechanism", "options", "line"),
    [
        ("single", {}, "**Ada** 66.7 % · 4 UNI"),
        ("headcount", {}, "**Ada** 50.0 % · 1 voter"),
        ("approval", {}, "**Ada** 66.6 % · 4 UNI"),
        ("ranked_choice", {}, "**Ada** 66.7 % · 4 UNI"),
        ("copeland", {}, "**Ada** 3 comparisons won, of 3"),
        ("weighted", {}, "**Ada** 66.7 % · 4 UNI"),
        ("quadratic", {"unit": str(UNIT)}, "**Ada** 58.6 % · 2 votes"),
        ("quadratic", {"unit": str(UNIT), "form": "matching"}, "**Ada** 66.7 % · 4 UNI"),
        ("quadratic", {"unit": str(UNIT), "form": "credits"}, "**Ada** 50.0 % · 1 vote"),
    ],
)
def test_a_score_is_said_in_what_its_mechanism_counts(
    mechanism: str, options: dict[str, Any], line: str
) -> None:
    assert line in running(policy(mechanism, **options), 4, 2, 0, 0)


def test_half_a_comparison_is_a_half() -> None:
    text = running(policy("copeland"), 2, 2, 0, 0)
    assert "**Ada** 1½ comparisons won, of 3" in text
    assert "**Ben** 2½ comparisons won, of 3" in text


def test_the_exact_count_keeps_every_digit_and_fraction() -> None:
    found = policy("quadratic", unit=str(UNIT))
    lines = details_lines(card_of(proposal_of(found), scores=(2 * UNIT, 0, 0, 0)), {}, SAY)
    assert "• Ada: 1.414213562373095048 votes" in lines


def test_ballots_that_cannot_be_paid_are_counted_as_such() -> None:
    found = policy("quadratic", unit=str(UNIT), form="credits")
    text = shown(card_of(proposal_of(found), scores=(UNIT - 1, UNIT, 0, 0)))
    assert "1 ballot does not count: the votes cost more than the power pays for." in text


def test_many_choices_are_listed_with_the_best_first() -> None:
    found = token_policy(choices=tuple(f"Place {n}" for n in range(1, 13)), rules={})
    text = running(found, 1, 2, 3, 4, 5, 6, 12, 8, 9, 10, 11, 7)
    places = [line.split("**")[1] for line in text.splitlines() if line.startswith("**Place")]
    assert places[:3] == ["Place 7", "Place 11", "Place 10"]
