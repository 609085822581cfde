"""Minutes of any decision: nothing that members wrote changes the form of the document."""

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from bot.domain.proposals.facts import Veto
from bot.domain.proposals.state import State
from bot.services.proposals.cards import Card
from bot.services.proposals.minutes import DECIDED, Minutes
from bot.wording.language import language
from bot.wording.markup.markdown_markup import MarkdownMarkup
from bot.wording.proposals.minutes import minutes_document
from tests.cogs.voting.samples import (
    START,
    UNIT,
    card_of,
    closing_of,
    in_every_state,
    proposal_of,
    token_policy,
)

SAY = language(markup=MarkdownMarkup())
READER = MarkdownIt("gfm-like", {"linkify": False})
HOSTILE = st.lists(
    st.sampled_from(
        ("\n\n# forged", "\n---\n", "- ", "1. ", "|a|\n|-|\n|b|", "[x](https://b.example)", "![x](y)")
    )
    | st.sampled_from(
        ("<b>", "`", "```\n", "**", "*", "_", "\\", "x", "    ", "~~", "<https://b.example>", "&lt;")
    )
    | st.characters(exclude_categories=["Cs"]),
    max_size=6,
).map("".join)


def written(card: Card) -> str:
    return minutes_document(Minutes(card, None), SAY)


def outline(document: str) -> list[str]:
    """The form of the document: its tags in their order and where its links lead, without words."""
    return re.findall(r"<(/?\w+|a href=\"[^\"]*\")", READER.render(document))


@pytest.mark.parametrize("state", DECIDED, ids=str)
def test_there_are_minutes_in_each_state_in_which_a_proposal_is_decided(state: State) -> None:
    card = in_every_state()[state]
    document = written(card)
    closing, opening = card.proposal.closing, card.proposal.opening
    assert ("**Turnout**" in document) == (closing is not None)
    assert ("**Content hash**" in document) == (opening is not None)
    assert closing is None or f"**Record** (SHA-256): `{closing.record_hash}`" in document
    for request in card.proposal.requests:
        assert request.execution is None or request.execution.transaction in document
        assert "0x" + "5a" * 32 in document
    assert "https://discord.com/channels/42/77" in document


@settings(max_examples=15)
@given(*(HOSTILE,) * 4)
def test_whatever_members_write_the_minutes_keep_their_form(
    title: str, text: str, reason: str, name: str
) -> None:
    def vetoed(title: str, text: str, reason: str, name: str) -> Card:
        policy = token_policy(name=f"p{name}", choices=("For", "Against", "Abstain", f"c{name}"))
        proposal = proposal_of(policy, title=title, text=text)
        closing = closing_of(proposal, (60_000 * UNIT, 10_000 * UNIT, 5_000 * UNIT, UNIT))
        veto = Veto(proposal.author, reason, closing.at)
        return card_of(
            replace(proposal, closing=closing, veto=veto), at=START + timedelta(days=30), track=f"t{name}"
        )

    document = written(vetoed(title, text, reason, name))
    head, _, quoted = document.rpartition("\n## What is proposed\n")
    expected, _, _ = written(vetoed("title", "text", "reason", "name")).rpartition("\n## What is proposed\n")
    assert outline(head) == outline(expected)
    assert set(outline(quoted)) <= {"blockquote", "/blockquote", "p", "/p", "br"}
