"""Buttons and menus keep Discord's limits in whatever language their texts are."""

from collections.abc import Iterator
from typing import Any

import pytest
from discord import SelectOption, ui
from eth_utils.crypto import keccak
from msgspec.structs import replace

from bot.domain.actions.effects import Token
from bot.domain.actions.simulation import (
    AllowanceChange,
    AnyChange,
    AnySimulation,
    HeldChange,
    Method,
    NftChange,
    NotSimulated,
    Outcome,
    Simulation,
    Trial,
)
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address, BlockHash, ChainId, address
from bot.domain.proposals.state import State
from bot.services.proposals.drafting.previews import Preview
from bot.wording.actions.listing import linked
from bot.wording.actions.simulation import simulation_line, simulation_lines
from bot.wording.language import Language, language
from bot.wording.markup.discord_markup import DISCORD
from cogs.components.cards.cards import card_view
from cogs.components.limits import within_limits
from cogs.proposals.views import draft_view, rest_of_draft, withdraw_view
from tests.cogs.voting.cards.test_cards import walk
from tests.cogs.voting.samples import SAY, card_of, decoded, in_every_state, proposal_of
from tests.wording.translations.pseudo import LONG, PSEUDO

SHIPPED = pytest.mark.parametrize(
    "say", [SAY, language("de", DISCORD), language("es-ES", DISCORD)], ids=["English", "German", "Spanish"]
)
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


@SHIPPED
def test_nothing_of_a_card_or_draft_is_cut_in_a_language_that_is_shipped(say: Language) -> None:
    for card in in_every_state().values():
        preview = Preview(card.proposal, card.track, card.actions, State.DRAFT)
        for view in (card_view(card, say), draft_view(preview, say), withdraw_view(card.proposal, say)):
            parts = list(walk(view.to_components()))
            assert beyond(iter(parts)) == []
            told = [part.get("label") or part.get("placeholder") or "" for part in parts]
            told += [option["label"] for part in parts for option in part.get("options", [])]
            assert [text for text in told if text.endswith("…") and len(text) > 40] == []


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


def changes(number: int) -> tuple[AnyChange, ...]:
    def account(name: str) -> Address:
        return address("0x" + keccak(text=f"{name} {number}")[12:].hex())

    token = Token(account("token"), "M" * 16, 18)
    most = 2**255 + number
    return (
        AllowanceChange(token, account("owner"), account("spender"), number, most),
        HeldChange(token, account("holder"), 0, most, number % 2 == 0),
        NftChange(account("nft"), most, None, account("new"), own=False),
    )


BLOCK = BlockRef(ChainId(1), 10**12, BlockHash("0x" + "ab" * 32), 1_790_000_000)
FAILS, MADE = Outcome(False, "it reverted: " + "W" * 187), Outcome(True)
SIMULATIONS: dict[str, AnySimulation] = {
    "nothing changes": Simulation(BLOCK, Method.SIMULATED, (MADE,)),
    "much changes": Simulation(
        BLOCK, Method.CALLED, (MADE,) * 20, tuple(each for n in range(20) for each in changes(n)), 40, 99
    ),
    "one fails": Simulation(BLOCK, Method.TRACED, (MADE, FAILS)),
    "all fail": Simulation(BLOCK, Method.TRACED, (FAILS,) * 20),
    "contradicted": NotSimulated("contradicted", BLOCK),
    "not tried": NotSimulated("unavailable"),
}


@pytest.mark.attack("text")
@pytest.mark.parametrize("tried", SIMULATIONS.values(), ids=SIMULATIONS)
@LANGUAGES
def test_whatever_was_tried_out_fits_into_card_and_draft(say: Language, tried: AnySimulation) -> None:
    """And whether it would fail is never cut."""
    actions = decoded(20)
    trial = Trial(actions[0].action.chain, "ETH", 1, tried)
    with_actions = replace(card_of(proposal_of(opened=False)), actions=actions, trials=(trial,))
    shown = [card_view(with_actions, say)]
    draft = Preview(with_actions.proposal, with_actions.track, actions, State.DRAFT, trials=(trial,))
    shown += [draft_view(draft, say), *rest_of_draft(draft, say)]
    line = simulation_line(tried, say)
    for view in shown:
        parts = [part["content"] for part in walk(view.to_components()) if part["type"] == 10]
        assert sum(map(len, parts)) <= 4000
    told = ["\n".join(p["content"] for p in walk(view.to_components()) if p["type"] == 10) for view in shown]
    if tried.fails:
        assert line in told[0]
        assert line in told[1]
    whole = "\n".join(told[1:])
    assert all(each in whole for each in simulation_lines(tried, "ETH", linked(decoded(20), say)))
