"""The first message of a proposal's thread, with its whole text, and what doesn't fit into it."""

from discord import ui

from bot.domain.proposal import State
from bot.services.proposals.cards import Card
from bot.wording.details import actions_lines, choices_lines
from bot.wording.lifecycle import state_lines
from bot.wording.text import body, escape, member, plain
from cogs.components.language import ENGLISH
from cogs.components.pages import pages

_ROOM = 3300
"""Characters of the text in the first message; with head and foot it stays within 4,000."""
_PAGE = 1900


def starter_view(card: Card, mark: str) -> ui.LayoutView:
    """Title, author, the text (or its beginning), the actions where there is room, and what comes next."""
    proposal = card.proposal
    head = (
        f"## {escape(proposal.content.title, 100) or 'Untitled'}\n"
        f"-# Proposal {proposal.id} · track {escape(card.track.name, 40)} · by {member(proposal.author)}"
    )
    parts: list[ui.Item[ui.LayoutView]] = [
        ui.TextDisplay(head),
        ui.TextDisplay(body(_chunks(card)[0]) or "-"),
    ]
    if actions := _actions_that_fit(card):
        parts += [ui.Separator(), ui.TextDisplay(actions)]
    parts += [ui.Separator(), ui.TextDisplay(f"{_what_next(card)}\n-# {mark}")]
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts))
    view.stop()
    return view


def full_text_pages(card: Card) -> list[str]:
    """What the first message could not hold: the rest of the text, and the actions."""
    rest = [page for chunk in _chunks(card)[1:] for page in _split(body(chunk), _PAGE)]
    if _actions_that_fit(card):
        return rest
    return rest + pages(_deeds(card), _PAGE)


def _what_next(card: Card) -> str:
    lines = state_lines(card, ENGLISH)
    if card.state is State.DISCUSSION:
        lines.append(
            "Talk here. The author may edit until then; each edit is shown here. Then the card is posted."
        )
    return "\n".join(lines)


def _actions_that_fit(card: Card) -> str:
    text = "\n".join(_deeds(card))
    return text if len(text) + len(body(_chunks(card)[0])) <= _ROOM else ""


def _deeds(card: Card) -> list[str]:
    """What one can vote for, where the author named it, and what happens if it passes."""
    return [*choices_lines(card.proposal, ENGLISH), *actions_lines(card, ENGLISH)]


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
