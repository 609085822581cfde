"""Whatever a proposal does, each value, recipient, amount and danger of it stands wherever the proposal is shown."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.actions.actions import Action, DecodedAction, numbered
from bot.domain.executors import ExecutionRequest, SafeInstructions, SafeTransaction
from bot.domain.ids import RequestId, TransactionHash
from bot.domain.proposals.facts import Content, Revision
from bot.domain.proposals.state import State
from bot.services.execution.instructions import ToSign
from bot.services.proposals.cards import Card
from bot.services.proposals.drafting.previews import Preview
from bot.wording.accounts.short_forms import ShortForms
from bot.wording.actions.amounts import in_short
from bot.wording.actions.dangers import danger_in_short, danger_words
from bot.wording.execution.requests import request_text
from bot.wording.language import Language
from bot.wording.proposals.cards.details import details_lines
from bot.wording.proposals.drafts.diffs import actions_after
from cogs.components.cards.cards import card_view
from cogs.components.cards.pages import MESSAGES, THREAD_PAGE, pages
from cogs.components.threads import full_text_pages, starter_view
from cogs.notifications.message_sender import OutgoingMessage, text_view
from cogs.proposals.files import actions_answer, rest_of_actions
from cogs.proposals.views import draft_view, rest_of_draft
from tests.assurance import examples
from tests.calldata import DECODER, PROPOSALS, SINGLE, Built, amounts_of
from tests.cogs.voting.cards.test_cards import cards, walk
from tests.cogs.voting.samples import BLOCK, SAFE, SAY, START, TOKEN, card_of, in_every_state, proposal_of
from tests.wording.translations.pseudo import PSEUDO

MARK = 2**30


def decoded(built: Sequence[Built]) -> tuple[DecodedAction, ...]:
    return _decoded(tuple(each.action for each in built))


@lru_cache(8)
def _decoded(actions: tuple[Action, ...]) -> tuple[DecodedAction, ...]:
    """Read once for all messages of an example, and for what is sought in them."""
    return tuple(DECODER.decode(action) for action in actions)


def with_actions(card: Card, built: Sequence[Built]) -> Card:
    actions = tuple(each.action for each in built)
    content = replace(card.proposal.content, actions=actions)
    return replace(card, proposal=replace(card.proposal, content=content), actions=decoded(built))


def texts(view: Any) -> list[str]:
    found = [part["content"] for part in walk(view.to_components()) if part["type"] == 10]
    assert sum(map(len, found)) <= 4000
    return found


def messages(found: Sequence[str]) -> list[str]:
    """As they are sent in a thread, and never cut for it."""
    sent = [text for page in found for text in texts(text_view(OutgoingMessage(page), MARK))]
    assert sent == list(found)
    return sent


def in_thread(card: Card, say: Language) -> list[str]:
    return [*texts(starter_view(card, MARK, say)), *messages(full_text_pages(card, say))]


def in_preview(card: Card, say: Language) -> list[str]:
    draft = replace(card.proposal, submission=None, opening=None)
    preview = Preview(draft, card.track, card.actions, State.DRAFT)
    views = [draft_view(preview, say), *rest_of_draft(preview, say)]
    return [text for view in views for text in texts(view)]


def to_sign(card: Card, say: Language) -> list[str]:
    safe_tx = SafeTransaction(
        TransactionHash("0x" + "5a" * 32), 12, TOKEN, 0, "0xa9059cbb", 0, BLOCK.number, 3
    )
    executor = card.proposal.rules.executor
    assert executor is not None
    request = ExecutionRequest(RequestId(1), executor, safe_tx, START)
    instructions = SafeInstructions((SAFE,), "0x" + "d0" * 32, "0x" + "5e" * 32, 12, None)
    said = request_text(card, ToSign(request, instructions, {}), say)
    return messages([*pages(said.warned, THREAD_PAGE), said.summary, *pages(said.deeds, THREAD_PAGE)])


def as_answer(card: Card, say: Language) -> list[str]:
    view, _ = actions_answer(card.proposal, card.actions, say)
    every = [view, *rest_of_actions(card.proposal, card.actions, say)]
    return [text for each in every for text in texts(each)]


def in_details(card: Card, say: Language) -> list[str]:
    return pages(details_lines(card, {}, say))[:MESSAGES]


def after_an_edit(card: Card, say: Language) -> list[str]:
    before = Revision(Content("t", "x"), card.proposal.author, START, 1)
    after = Revision(card.proposal.content, card.proposal.author, START, 2)
    return messages(pages(actions_after([before, after], 2, card.actions, say), THREAD_PAGE))


PLACES: dict[str, Callable[[Card, Language], list[str]]] = {
    "thread": in_thread,
    "preview": in_preview,
    "to sign": to_sign,
    "actions command": as_answer,
    "details": in_details,
    "edit": after_an_edit,
}


def missing(text: str, built: Sequence[Built], say: Language) -> list[str]:
    """What of the actions doesn't stand in the text in full."""
    wanted = [
        *(say.markup.account(account) for each in built for account in each.accounts),
        *amounts_of(list(built), say.tokens),
        *(danger_words(danger, say) for _, action in numbered(decoded(built)) for danger in action.dangers),
        *(f"{number}. " for number, _ in numbered(decoded(built))),
    ]
    return [each for each in wanted if each not in text]


def near(say: Language) -> Language:
    """Where addresses stand by their ends."""
    return say.telling_apart(ShortForms()).on_chain(BLOCK.chain, short=True)


def missing_in_short(text: str, built: Sequence[Built], say: Language) -> list[str]:
    short = say.telling_apart(ShortForms()).markup
    wanted = [
        *(short.short_account(account) for each in built for account in each.accounts),
        *amounts_of(list(built), lambda amount, decimals: in_short(amount, decimals, say)),
        *(
            danger_in_short(danger, say)
            for _, action in numbered(decoded(built))
            for danger in action.dangers
        ),
        *(f"{number}. " for number, _ in numbered(decoded(built))),
    ]
    return [each for each in wanted if each not in text]


@pytest.mark.parametrize("say", [SAY, PSEUDO], ids=["English", "another language"])
@pytest.mark.parametrize("place", PLACES)
@given(built=PROPOSALS)
@settings(max_examples=examples(8, 40))
def test_every_value_recipient_amount_and_danger_stands_in_full(
    place: str, say: Language, built: list[Built]
) -> None:
    card = with_actions(card_of(proposal_of(), actions=()), built)
    assert missing("\n".join(PLACES[place](card, say)), built, say) == []


@pytest.mark.parametrize("say", [SAY, PSEUDO], ids=["English", "another language"])
@given(card=cards(), built=PROPOSALS)
@settings(max_examples=examples(16, 60))
def test_every_value_recipient_amount_and_danger_stands_on_the_card(
    say: Language, card: Card, built: list[Built]
) -> None:
    text = "\n".join(texts(card_view(with_actions(card, built), say)))
    assert missing(text, built, near(say)) == [] or missing_in_short(text, built, say) == []


@given(built=st.lists(SINGLE, min_size=20, max_size=20))
@settings(max_examples=examples(4, 60))
def test_no_card_leaves_out_any_of_as_many_actions_as_there_may_be(built: list[Built]) -> None:
    built = [each for each in built if each.calls == 1]
    for card in in_every_state().values():
        text = "\n".join(texts(card_view(with_actions(card, built), SAY)))
        assert missing(text, built, near(SAY)) == [] or missing_in_short(text, built, SAY) == []
