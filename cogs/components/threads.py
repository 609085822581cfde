"""The first message of a proposal's thread, with its whole text, and what doesn't fit into it."""

from discord import ui

from bot.domain.proposals.state import State
from bot.services.proposals.cards import Card
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.delivery.events import card_there, talk_here, vote_there
from bot.wording.language import Language
from bot.wording.markup.links import message_url
from bot.wording.markup.plain_text import plain
from bot.wording.proposals.cards.cards import card_head
from bot.wording.proposals.cards.details import actions_lines, choices_lines
from bot.wording.proposals.lifecycle.lifecycle import state_lines
from cogs.components.cards.pages import THREAD_PAGE, pages
from cogs.components.cards.statements import put_button

_ROOM = 3300
"""Characters of the text in the first message; with head and foot it stays within 4,000."""


@telling_accounts_apart
def starter_view(card: Card, mark: int | None, say: Language) -> ui.LayoutView:
    """Title, author, the text (or its beginning), the actions where there is room, and where it stands.

    `mark` is the id of a component, by which the message is recognised until its place is known; None afterwards.
    """
    parts: list[ui.Item[ui.LayoutView]] = [
        ui.TextDisplay(card_head(card, say), id=mark),
        ui.TextDisplay(say.markup.body(_chunks(card)[0]) or "-"),
    ]
    if actions := _actions_that_fit(card, say):
        parts += [ui.Separator(), ui.TextDisplay(actions)]
    parts += [ui.Separator(), ui.TextDisplay("\n".join(_what_next(card, say)))]
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts))
    if card.state is State.DISCUSSION:
        view.add_item(ui.ActionRow(put_button(card.proposal.id, say)))
    view.stop()
    return view


@telling_accounts_apart
def full_text_pages(card: Card, say: Language) -> list[str]:
    """What the first message could not hold: the rest of the text, and the actions."""
    rest = [page for chunk in _chunks(card)[1:] for page in _split(say.markup.body(chunk), THREAD_PAGE)]
    if _actions_that_fit(card, say):
        return rest
    return rest + pages(_deeds(card, say), THREAD_PAGE)


def _what_next(card: Card, say: Language) -> list[str]:
    lines = state_lines(card, say)
    if card.state is State.DISCUSSION:
        return [*lines, talk_here(say)]
    if card.card is None:
        return lines
    url = message_url(card.space.guild, card.card.channel, card.card.message)
    return [*lines, vote_there(url, say) if card.state is State.VOTING else card_there(url, say)]


def _actions_that_fit(card: Card, say: Language) -> str:
    text = "\n".join(_deeds(card, say))
    return text if len(text) + len(say.markup.body(_chunks(card)[0])) <= _ROOM else ""


def _deeds(card: Card, say: Language) -> list[str]:
    """What one can vote for, where the author named it, and what happens if it passes."""
    return [*choices_lines(card.proposal, say), *actions_lines(card, say)]


def _chunks(card: Card) -> list[str]:
    return _split(plain(card.proposal.content.text).strip(), _ROOM - 400) or [""]


def _split(text: str, limit: int) -> list[str]:
    """Pieces of at most `limit` characters, cut between lines or words where there are any."""
    pieces = []
    while len(text) > limit:
        at = max(text.rfind("\n", 0, limit), 0) or max(text.rfind(" ", 0, limit), 0) or limit
        pieces.append(text[:at])
        text = text[at:].lstrip()
    return [*pieces, text] if text else pieces
