"""Buttons and menus keep Discord's limits in whatever language their texts are."""

from collections.abc import Iterator
from typing import Any

import pytest
from discord import SelectOption, ui

from bot.domain.proposals.proposal import State
from bot.services.proposals.proposing import Preview
from bot.wording.language import Language
from cogs.components.cards.cards import card_view
from cogs.components.limits import within_limits
from cogs.proposals.views import draft_view, withdraw_view
from tests.cogs.voting.samples import SAY, card_of, in_every_state, proposal_of
from tests.cogs.voting.test_cards import walk
from tests.wording.pseudo import LONG, PSEUDO

LANGUAGES = pytest.mark.parametrize("say", [SAY, PSEUDO, LONG], ids=["English", "another", "a long one"])


def beyond(parts: Iterator[dict[str, Any]]) -> list[str]:
    """The texts that Discord would refuse."""
    found: list[str] = []
    for part in parts:
        texts = [(part.get("label"), 80), (part.get("placeholder"), 150)]
        for option in part.get("options", []):
            texts += [(option["label"], 100), (option.get("description"), 100)]
        found += [text for text, limit in texts if text is not None and not 1 <= len(text) <= limit]
    return found


@LANGUAGES
def test_a_card_in_any_state_keeps_the_limits_of_its_buttons(say: Language) -> None:
    for card in in_every_state().values():
        view = card_view(card, say)
        assert beyond(walk(view.to_components())) == []
        assert sum(len(part["content"]) for part in walk(view.to_components()) if part["type"] == 10) <= 4000


@LANGUAGES
def test_a_draft_keeps_the_limits_of_its_menu(say: Language) -> None:
    card = card_of(proposal_of(opened=False))
    view = within_limits(draft_view(Preview(card.proposal, card.track, card.actions, State.DRAFT), say))
    assert beyond(walk(view.to_components())) == []
    assert beyond(walk(within_limits(withdraw_view(card.proposal, say)).to_components())) == []


def test_texts_that_fit_stay_as_they_are() -> None:
    menu: ui.Select[ui.View] = ui.Select(
        placeholder="p" * 150, options=[SelectOption(label="l" * 100, value="v", description="d" * 100)]
    )
    view = ui.View(timeout=None).add_item(ui.Button(label="b" * 80)).add_item(menu)
    before = view.to_components()
    assert within_limits(view).to_components() == before


def test_what_is_too_long_is_cut_and_says_so() -> None:
    menu: ui.Select[ui.View] = ui.Select(
        placeholder="p" * 500, options=[SelectOption(label="l" * 500, value="v", description="d" * 500)]
    )
    view = within_limits(ui.View(timeout=None).add_item(ui.Button(label="b" * 500)).add_item(menu))
    parts = list(walk(view.to_components()))
    assert beyond(iter(parts)) == []
    assert [part["label"] for part in parts if part["type"] == 2] == ["b" * 79 + "…"]
