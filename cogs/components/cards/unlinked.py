"""Messages whose links Discord's filters refuse, said without the links: the words still reach everybody."""

import re
from typing import Any

from discord import ui

REFUSED = (240000, 200000)
"""Discord's codes for a message that its filter for harmful links, or a server's AutoMod, holds back."""
_SCHEME = re.compile(r"(https?)://", re.IGNORECASE)


def without_links(text: str) -> str:
    """The text with addresses that can be read, and not be clicked: `https[:]//example.org`."""
    return _SCHEME.sub(r"\1[:]//", text)


def view_without_links(view: ui.LayoutView) -> ui.LayoutView:
    """The same view; its texts have no links any more. Buttons that lead somewhere stay: they are the bot's own."""
    for item in view.walk_children():
        if isinstance(item, ui.TextDisplay):
            item.content = without_links(item.content)
    return view


def message_without_links(said: dict[str, Any]) -> dict[str, Any]:
    """What is handed to discord.py's `send` or `edit`, without links."""
    changed = dict(said)
    if "content" in changed:
        changed["content"] = without_links(changed["content"])
    if "view" in changed and isinstance(changed["view"], ui.LayoutView):
        changed["view"] = view_without_links(changed["view"])
    return changed
