"""What `/vote cast` suggests: ballots that count as they stand, and go on from what is typed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.elections.choices import choice_named
from bot.domain.ids import ProposalId
from bot.domain.policy.model import Policy
from bot.wording.language import language
from cogs.components.ballots.suggesting import suggestions
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.cogs.voting.mechanisms import COUNCIL, vote_by
from tests.cogs.voting.samples import SAY, token_policy
from tests.mechanisms import VOTED_ON

PROPOSAL = ProposalId(7)


def policy(mechanism: str, **options: Any) -> Policy:
    return token_policy(mechanism=mechanism, choices=COUNCIL, options=options, rules={})


@pytest.mark.parametrize(
    ("mechanism", "typed", "shown"),
    [
        ("single", "e", ["Ben", "Cleo"]),
        ("approval", "", ["Ada", "Ben", "Cleo", "Dan", "None of these"]),
        ("approval", "Cleo, ", ["Cleo", "Ada, Cleo", "Ben, Cleo", "Cleo, Dan"]),
        ("approval", "Cleo, da", ["Ada, Cleo", "Cleo, Dan"]),
        ("ranked_choice", "Cleo > Ada >", ["Cleo > Ada", "Cleo > Ada > Ben", "Cleo > Ada > Dan"]),
        ("ranked_choice", "2,1,3", ["Ben > Ada > Cleo"]),
        ("weighted", "Ada 3, be", ["Ada 3, Ben 1"]),
        ("quadratic", "Cleo 2", ["Cleo 2"]),
        ("conviction", "Ada", []),
    ],
)
def test_suggestions_go_on_from_what_is_typed(mechanism: str, typed: str, shown: list[str]) -> None:
    assert [name for name, _ in suggestions(PROPOSAL, policy(mechanism), typed, SAY)] == shown


@pytest.mark.parametrize(
    ("mechanism", "typed", "shown"),
    [
        ("single", "da", [("Dafür", "#1"), ("Dagegen", "#2")]),
        ("approval", "Dafür, da", [("Dafür, Dagegen", "#1, #2")]),
        ("ranked_choice", "Dagegen > für", [("Dagegen > Dafür", "#2>#1")]),
    ],
)
def test_usual_choices_are_suggested_by_their_names_in_the_readers_language(
    mechanism: str, typed: str, shown: list[tuple[str, str]]
) -> None:
    found = token_policy(mechanism=mechanism, rules={}, options={})
    assert suggestions(PROPOSAL, found, typed, language("de")) == shown


def test_an_incomplete_order_is_not_suggested_where_only_complete_ones_count() -> None:
    found = policy("ranked_choice", require_full=True)
    assert suggestions(PROPOSAL, found, "Ada > Ben >", SAY) == []
    assert [name for name, _ in suggestions(PROPOSAL, found, "Ada > Ben > Cleo >", SAY)] == [
        "Ada > Ben > Cleo > Dan"
    ]


@given(st.sampled_from(VOTED_ON), st.text(max_size=20) | st.text(alphabet="#123 ,>aden", max_size=20))
def test_every_suggestion_is_a_ballot(mechanism: str, typed: str) -> None:
    found = policy(mechanism)
    for _, value in suggestions(PROPOSAL, found, typed, SAY):
        choice_named(PROPOSAL, found, value)


async def test_a_suggestion_that_is_taken_is_the_ballot_that_it_shows(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "ranked_choice", {"ada": 70})
    ada = dao["ada"]
    offered = await ada.autocomplete(
        dao.announcements, "vote cast", focused="choice", value="Dan > b", proposal=str(proposal)
    )
    assert [choice["name"] for choice in offered] == ["Dan > Ben"]
    reply = await ada.slash(
        dao.announcements, "vote cast", proposal=str(proposal), choice=offered[0]["value"]
    )
    assert "**Dan \\> Ben**" in reply.text
    assert await dao.stored(proposal) == {"ada": [4, 2]}
