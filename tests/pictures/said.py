"""What the bot says by itself: which notification made which messages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.services.delivery.notifications import PostEvent
from bot.services.delivery.notifications.registry import decode
from cogs.notifications.marks import PARTS, mark_of, nonce_of
from sandbox.discord import Message
from tests.pictures.album import Album

Posted = dict[Any, list[Message]]


def take_said(album: Album, database: Path) -> None:
    """A picture of each kind of notification of which messages stand, and that isn't in the album yet."""
    posted = _by_mark(album.discord.world.messages.values())
    for name, nonce in _asked_for(database):
        if name not in album and (found := _posted(posted, nonce)):
            album.take(name, *found)


def _asked_for(database: Path) -> Iterator[tuple[str, str]]:
    """The name of the picture, and the nonce, of each notification that the outbox keeps."""
    asked = "SELECT notification, nonce FROM outbox ORDER BY id"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for text, nonce in connection.execute(asked).fetchall():
            notification = decode(text.encode())
            name = f"said/{type(notification).__struct_config__.tag}"
            yield (f"{name}-{notification.event}" if isinstance(notification, PostEvent) else name), nonce


def _posted(posted: Posted, nonce: str) -> list[Message]:
    """The messages of a notification, the oldest first."""
    entry: Any = SimpleNamespace(nonce=nonce)
    marks = [made(entry, part) for part in ("", *PARTS) for made in (nonce_of, mark_of)]
    found = {message.id: message for mark in marks for message in posted.get(mark, ())}
    return [found[message] for message in sorted(found)]


def _by_mark(messages: Iterable[Message]) -> Posted:
    """The messages by their nonces, and by the ids of their components."""
    posted: Posted = {}
    for message in messages:
        marks = {message.nonce, *(mark for each in message.components for mark in _ids(each))} - {None}
        for mark in marks:
            posted.setdefault(mark, []).append(message)
    return posted


def _ids(component: Any) -> Iterator[int | None]:
    yield component.get("id")
    for each in component.get("components", ()):
        yield from _ids(each)
