"""What a mirrored proposal says of itself, and the first of its calls: as much of both as is kept."""

from collections.abc import Sequence

import orjson

from bot.domain.actions.actions import Action
from bot.domain.mirrors import MOST_ACTIONS, MOST_DATA

_LONGEST_JSON = 256 * 1024
"""Bytes; a longer text is shown as it stands on chain."""


def words_in(details: bytes) -> str:
    """The text for readers. DAOhaus, with which most Moloch DAOs are run, writes a JSON object with a title, a
    description and a link: that is put in Markdown. Anything else is the text itself."""
    try:
        told = orjson.loads(details) if len(details) <= _LONGEST_JSON else None
    except orjson.JSONDecodeError:
        told = None
    if not isinstance(told, dict):
        return details.decode(errors="replace")
    title, *others = (_said(told, key) for key in ("title", "description", "link", "contentURI"))
    parts = [f"# {' '.join(title.split())}" if title else "", *dict.fromkeys(others)]
    return "\n\n".join(filter(None, parts)) or details.decode(errors="replace")


def _said(told: dict[str, object], key: str) -> str:
    value = told.get(key)
    return value.strip() if isinstance(value, str) else ""


def first_actions(actions: Sequence[Action]) -> tuple[Action, ...]:
    """The first calls, as many as are kept."""
    kept, left = list[Action](), MOST_DATA
    for action in actions[:MOST_ACTIONS]:
        left -= len(action.data) // 2 - 1
        if left < 0:
            break
        kept.append(action)
    return tuple(kept)
