"""Every ballot of every mechanism can be filled in with plain fields of a form, and nothing else comes out of one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.counting.mechanism import BallotKind
from bot.domain.elections.choices import check_choice
from bot.domain.errors import Refused
from bot.domain.ids import ProposalId
from bot.domain.policy.model import Policy
from bot.web.rendering.ballot_forms import BALLOT_FORMS, choice_sent
from tests.domain.ballot_formats.test_ballot_formats import policy
from tests.mechanisms import VOTED_ON, choices_of

PROPOSAL = ProposalId(1)
NAMES = ("For", "2", "#1, none > -", "Abstain")


def filled_in(rules: Policy, choice: Any) -> dict[str, str]:
    """What a browser sends for a ballot."""
    match rules.counting.ballot:
        case BallotKind.SEVERAL:
            return {f"choice-{number}": "yes" for number in choice}
        case BallotKind.RANKING:
            return {f"place-{place}": str(number) for place, number in enumerate(choice, start=1)}
        case BallotKind.NUMBERS:
            return {f"weight-{number}": str(weight) for number, weight in choice.items()}
    return {"choice": str(choice)}


def without_zeros(choice: Any) -> Any:
    if isinstance(choice, dict):
        return {number: weight for number, weight in choice.items() if weight}
    return sorted(choice) if isinstance(choice, set) else choice


@given(st.data())
def test_what_is_filled_in_is_the_ballot(data: st.DataObject) -> None:
    rules = policy(data.draw(st.sampled_from(VOTED_ON)), NAMES)
    choice = data.draw(choices_of(rules.mechanism, len(NAMES)))
    expected = sorted(choice) if rules.counting.ballot is BallotKind.SEVERAL else without_zeros(choice)
    assert choice_sent(PROPOSAL, rules, filled_in(rules, choice)) == expected


@pytest.mark.attack("web")
@given(st.data())
def test_whatever_is_sent_is_a_valid_ballot_or_refused(data: st.DataObject) -> None:
    rules = policy(data.draw(st.sampled_from(VOTED_ON)), NAMES)
    field = st.builds(
        "{}{}".format, st.sampled_from(["choice", "choice-", "place-", "weight-", ""]), st.integers(0, 60)
    )
    value = (
        st.text(max_size=12)
        | st.integers(-5, 10**12).map(str)
        | st.sampled_from(["#1", "-", "none", "1>2", "²"])
    )
    sent = data.draw(st.dictionaries(field | st.just("choice"), value, max_size=8))
    try:
        choice = choice_sent(PROPOSAL, rules, sent)
    except Refused:
        return
    check_choice(PROPOSAL, rules, choice)


def test_every_kind_of_ballot_that_members_cast_has_a_form() -> None:
    assert {policy(name).counting.ballot for name in VOTED_ON} == set(BALLOT_FORMS)
