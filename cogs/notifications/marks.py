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
_FIRST, _LAST = 2**20, 2**31 - 1
"""Ids of components have 32 bits and a sign."""
_LOOKED_THROUGH = 2000
"""Messages; Discord gives them by the hundred."""


def mark_of(entry: OutboxEntry, part: str = "") -> int:
    """The id of a component in the message of this notice, and in no other. Discord keeps the ids that a bot gives, and
    shows them to nobody; those that it gives itself count from 1."""
    hashed = hashlib.sha256(f"{entry.nonce}{part}".encode()).digest()
    return _FIRST + int.from_bytes(hashed[:8]) % (_LAST - _FIRST)


def nonce_of(entry: OutboxEntry, part: str = "") -> str:
    """What Discord itself refuses to post twice within minutes: at most 25 characters."""
    return f"{entry.nonce[:24]}{part[:1]}"


def shows(message: discord.Message, mark: int | str) -> bool:
    """Whether a component of the message has this id, or just this custom id: that of one proposal begins as that of
    another does."""
    return any(_shows(each, mark) for each in message.components)


def _shows(component: Any, mark: int | str) -> bool:
    own = component.id if isinstance(mark, int) else getattr(component, "custom_id", None)
    return own == mark or any(_shows(each, mark) for each in getattr(component, "children", ()))


async def find_own(
    place: discord.abc.Messageable, me: int, since: datetime, until: datetime, mark: int | str
) -> discord.Message | None:
    """The bot's own message with a component of this id, or of just this custom id, among those from `since` to
    `until`, and at most so many: whoever fills a thread with words of their own must not keep the bot reading them for
    ever."""
    async for message in place.history(limit=_LOOKED_THROUGH, after=since - MARGIN, oldest_first=True):
        if message.created_at > until + MARGIN:
            return None
        if message.author.id == me and shows(message, mark):
            return message
    return None
