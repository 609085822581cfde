"""How a message is recognised as the one that a notice asked for, after a crash between saying and noting it."""

import hashlib
import string
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.services.ports import OutboxEntry

PARTS = string.ascii_letters + string.digits
"""How the messages of one notice are told apart; the longest has less than half as many."""
MARGIN = timedelta(minutes=10)
"""How far our clock and Discord's may be apart."""
_LOOKED_THROUGH = 2000
"""Messages; Discord gives them by the hundred."""


def mark_of(entry: OutboxEntry, part: str = "") -> str:
    """A short text that stands in small print under the message of this notice, and under no other."""
    return f"ref {hashlib.sha256(f'{entry.nonce}{part}'.encode()).hexdigest()[:10]}"


def nonce_of(entry: OutboxEntry, part: str = "") -> str:
    """What Discord itself refuses to post twice within minutes: at most 25 characters."""
    return f"{entry.nonce[:24]}{part[:1]}"


def texts_of(message: discord.Message) -> str:
    """Everything that can be read in a message, and the custom ids of its buttons."""
    return "\n".join([message.content, *_texts(message.components)])


def _texts(components: Iterable[Any]) -> Iterable[str]:
    for component in components:
        for name in ("content", "custom_id"):
            if isinstance(text := getattr(component, name, None), str):
                yield text
        yield from _texts(getattr(component, "children", ()))


async def find_own(
    place: discord.abc.Messageable, me: int, since: datetime, until: datetime, needle: str
) -> discord.Message | None:
    """The bot's own message with this text in it, among those from `since` to `until`, and at most so many: whoever
    fills a thread with words of their own must not keep the bot reading them for ever."""
    async for message in place.history(limit=_LOOKED_THROUGH, after=since - MARGIN, oldest_first=True):
        if message.created_at > until + MARGIN:
            return None
        if message.author.id == me and needle in texts_of(message):
            return message
    return None
