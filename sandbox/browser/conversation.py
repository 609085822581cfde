"""What a window shows of a channel: its messages, and those that only this member sees."""

from __future__ import annotations

from itertools import islice

from markupsafe import Markup

from sandbox.discord import Message
from sandbox.discord.html import Reading, message_html, names_of

from .clients import Client
from .windows import Window

PAGE = 50
"""So many messages at once."""


def reading(window: Window) -> Reading:
    """The reader's names and time."""
    return Reading(names_of(window.world), window.world.clock.now())


def messages(window: Window, client: Client, before: int | None = None) -> list[Message]:
    """The newest PAGE messages, or those before an id, oldest first, private ones in between."""
    stored = (m for m in reversed(window.place.stored.values()) if before is None or m.id < before)
    found = list(islice(stored, PAGE))
    oldest = found[-1].id if len(found) == PAGE else 0
    private = client.private.get(window.place.id, {}).values()
    found += [m for m in private if m.id >= oldest and (before is None or m.id < before)]
    return sorted(found, key=lambda message: message.id)


def html(window: Window, message: Message) -> Markup:
    """One message in this window."""
    return Markup(message_html(message, reading(window)))


def conversation(window: Window, client: Client, before: int | None = None) -> Markup:
    """A page of messages."""
    read = reading(window)
    return Markup("".join(message_html(each, read) for each in messages(window, client, before)))
