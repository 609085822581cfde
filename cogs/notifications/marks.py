"""How a message is recognised as the one that a notice asked for, after a crash between saying and noting it."""

import hashlib
import string
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


def shows(message: discord.Message, needle: str) -> bool:
    """Whether the text stands in the message, or is the custom id of one of its buttons: the whole of it, since that of
    one proposal begins as that of another does."""
    return needle in message.content or any(_shows(each, needle) for each in message.components)


def _shows(component: Any, needle: str) -> bool:
    content = getattr(component, "content", None)
    return (
        (isinstance(content, str) and needle in content)
        or getattr(component, "custom_id", None) == needle
        or any(_shows(each, needle) for each in getattr(component, "children", ()))
    )


async def find_own(
    place: discord.abc.Messageable, me: int, since: datetime, until: datetime, needle: str
) -> discord.Message | None:
    """The bot's own message with this text in it, or a button of just this custom id, among those from `since` to
    `until`, and at most so many: whoever fills a thread with words of their own must not keep the bot reading them for
    ever."""
    async for message in place.history(limit=_LOOKED_THROUGH, after=since - MARGIN, oldest_first=True):
        if message.created_at > until + MARGIN:
            return None
        if message.author.id == me and shows(message, needle):
            return message
    return None
