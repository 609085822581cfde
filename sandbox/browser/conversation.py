"""What a window shows of a channel: its messages, and those that only this member sees."""

from __future__ import annotations

from itertools import islice

from markupsafe import Markup

from sandbox.browser.clients import Client
from sandbox.browser.templates import rendered
from sandbox.browser.windows import Window
from sandbox.discord import Message
from sandbox.discord.html import Reading, conversation_html, message_html, names_of
from sandbox.discord.html.reading import JUMP

PAGE = 50
"""So many messages at once."""


def reading(window: Window, client: Client) -> Reading:
    """The reader's names and time, and how this page leads to channels and messages."""

    def link(url: str) -> str:
        jump = JUMP.fullmatch(url)
        if jump is None:
            return url
        guild, place, message = jump.groups()
        at = f"?before={int(message) + 1}#message-{message}" if message else ""
        return f"/as/{window.person.id}/{guild}/{place}{at}"

    return Reading(
        names_of(window.world),
        window.world.clock.now(),
        link=link,
        reader=window.person,
        failed=client.failed,
    )


def messages(window: Window, client: Client, before: int | None = None) -> list[Message]:
    """The newest PAGE messages, or those before an id, oldest first, private ones in between."""
    stored = (m for m in reversed(window.place.stored.values()) if before is None or m.id < before)
    found = list(islice(stored, PAGE))
    oldest = found[-1].id if len(found) == PAGE else 0
    private = client.private.get(window.place.id, {}).values()
    found += [m for m in private if m.id >= oldest and (before is None or m.id < before)]
    return sorted(found, key=lambda message: message.id)


def html(window: Window, client: Client, message: Message) -> Markup:
    """One message in this window."""
    return Markup(message_html(message, reading(window, client)))


def conversation(window: Window, client: Client, before: int | None = None) -> Markup:
    """A page of messages."""
    return Markup(conversation_html(messages(window, client, before), reading(window, client)))


def failures(window: Window, client: Client) -> Markup:
    """The commands that were not answered here."""
    found = client.failures.get(window.place.id, {})
    return rendered("failures.html", failures=list(found.values()))
