"""Messages whose links Discord's filters refuse, said without the links: the words still reach everybody."""

import re
from collections.abc import Awaitable, Callable
from typing import TypeVar

import discord
from discord import ui

Made = TypeVar("Made")

REFUSED = (240000, 200000)
"""Discord's codes for a message that its filter for harmful links, or a server's AutoMod, holds back."""
_MASKED = re.compile(r"(?<!\\)\[([^\[\]\n]+)\]\(https?://[^\s)]+\)")
"""Only our own words lead somewhere without showing where: in those of others the brackets are escaped."""
_SCHEME = re.compile(r"(https?)://", re.IGNORECASE)


def without_links(text: str) -> str:
    """The text with addresses that can be read, and not be clicked: `https[:]//example.org`."""
    return _SCHEME.sub(r"\1[:]//", _MASKED.sub(r"\1", text))


def view_without_links(view: ui.LayoutView) -> ui.LayoutView:
    """The same view; its texts have no links any more. Buttons that lead somewhere stay: they are the bot's own."""
    for item in view.walk_children():
        if isinstance(item, ui.TextDisplay):
            item.content = without_links(item.content)
    return view


async def past_filters(
    say: Callable[[ui.LayoutView], Awaitable[Made]],
    view: ui.LayoutView,
    otherwise: Callable[[], Awaitable[Made]] | None = None,
) -> Made:
    """Say the view; without its links where a filter refuses it; and where that is refused too, what is done
    `otherwise`. Raises what the last of them raises."""
    try:
        return await say(view)
    except discord.HTTPException as error:
        if error.code not in REFUSED:
            raise
    try:
        return await say(view_without_links(view))
    except discord.HTTPException as error:
        if error.code not in REFUSED or otherwise is None:
            raise
    return await otherwise()
