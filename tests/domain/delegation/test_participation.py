"""What delegates are judged by: how often they vote, whether what they voted for came out, whether they say why."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.delegation.participation import Participation, agrees, participation
from bot.domain.elections.ballot import Ballot, CastMethod
from bot.domain.ids import ContentHash, MemberId, ProposalId
from bot.domain.policy.model import preset
from bot.domain.proposals.facts import Closing, Opening

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FOR, AGAINST, ABSTAIN = 1, 2, 3


def opening(mechanism: str = "single", *choices: str, **rules: Any) -> Opening:
    policy = preset("token")
    if choices:
        policy = policy.model_copy(update={"mechanism": mechanism, "choices": choices, "rules": rules})
    return Opening(NOON, NOON, (), None, policy, ContentHash(""))


def closing(passed: bool, winner: int | None = None) -> Closing:
    return Closing(NOON, {"winner": winner}, passed, ContentHash(""))


def ballot(choice: Any, reason: str | None = None) -> Ballot:
    return Ballot(ProposalId(1), MemberId(1), choice, NOON, CastMethod.BUTTON, 1, reason)


def test_for_speaks_for_what_passed_and_against_for_what_was_defeated():
    vote = opening()
    assert agrees(vote, closing(True), FOR)
    assert agrees(vote, closing(False), AGAINST)
    assert agrees(vote, closing(False, winner=FOR), FOR) is False, "it had most votes and missed the quorum"
    assert agrees(vote, closing(True), AGAINST) is False
    assert agrees(vote, closing(True), ABSTAIN) is None


@pytest.mark.parametrize(
    ("mechanism", "choice", "spoke"),
    [
        ("single", 2, True),
        ("single", 1, False),
        ("ranked_choice", [2, 1], True),
        ("ranked_choice", [1, 2], False),
        ("copeland", [2], True),
        ("approval", [1, 2], True),
        ("approval", [1, 3], False),
        ("approval", [], None),
        ("weighted", {"1": 1, "2": 3}, True),
        ("weighted", {"1": 3, "2": 1}, False),
        ("quadratic", {"1": 2, "2": 2}, True),
    ],
)
def test_where_one_of_several_is_chosen_a_ballot_speaks_for_what_it_put_first(mechanism, choice, spoke):
    vote = opening(mechanism, "Park", "Well", "Road")
    assert agrees(vote, closing(True, winner=2), choice) is spoke


def test_nobody_is_for_or_against_a_tie():
    assert agrees(opening("single", "Park", "Well"), closing(False, winner=None), 1) is None


def test_participation_counts_votes_ballots_agreement_and_reasons():
    vote = opening()
    closed = [
        (vote, closing(True), ballot(FOR, "We need it.")),
        (vote, closing(True), ballot(AGAINST)),
        (vote, closing(False), ballot(ABSTAIN)),
        (vote, closing(True), ballot(None)),
        (vote, closing(True), None),
    ]
    assert participation(closed) == Participation(votes=5, cast=3, decided=2, agreed=1, reasons=1)
