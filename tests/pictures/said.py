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


def take_said(album: Album, database: Path) -> None:
    """A picture of each kind of notification of which messages stand, and that isn't in the album yet."""
    messages = list(album.discord.world.messages.values())
    for name, nonce in _asked_for(database):
        if name not in album and (found := list(_posted(messages, nonce))):
            album.take(name, *found)


def _asked_for(database: Path) -> Iterator[tuple[str, str]]:
    """The name of the picture, and the nonce, of each notification that the outbox keeps."""
    asked = "SELECT notification, nonce FROM outbox ORDER BY id"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for text, nonce in connection.execute(asked).fetchall():
            notification = decode(text.encode())
            name = f"said/{type(notification).__struct_config__.tag}"
            yield (f"{name}-{notification.event}" if isinstance(notification, PostEvent) else name), nonce


def _posted(messages: Iterable[Message], nonce: str) -> Iterator[Message]:
    entry: Any = SimpleNamespace(nonce=nonce)
    nonces = {nonce_of(entry, part) for part in ("", *PARTS)}
    marks = {mark_of(entry, part) for part in ("", *PARTS)}
    for message in messages:
        if message.nonce in nonces or any(_has(component, marks) for component in message.components):
            yield message


def _has(component: Any, marks: set[int]) -> bool:
    return component.get("id") in marks or any(_has(each, marks) for each in component.get("components", ()))
