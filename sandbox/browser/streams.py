"""What changes is told to the open windows: server-sent events, each with the new HTML of one part of the page.

A window keeps which parts are not up to date, not a queue of events: however much happens, it gets the newest of each
part, a few times a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import orjson

from sandbox.browser.clients import Client
from sandbox.browser.windows import Window
from sandbox.discord import Channel, Guild, Message, Thread

PAUSE_SECONDS = 0.1
"""Between two looks at what changed; a window is never further behind than this and a drawing."""
MOST = 64
"""Streams that are open at once."""


@dataclass(eq=False)
class Stream:
    """One open window, and what it does not show yet."""

    window: Window
    client: Client
    messages: dict[int, Message] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)
    """Names of parts: "channels", "members", "form", "failures", "posts", "panel-world"."""
    shown: dict[str, str] = field(default_factory=dict)
    """What was told last of each part."""
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    over: bool = False

    def stale(self, part: str) -> None:
        """A part is other than it was."""
        self.parts.add(part)
        self.stirred.set()

    def message(self, message: Message) -> None:
        """A message is other than it was."""
        self.messages[message.id] = message
        self.stirred.set()

    async def changes(self) -> AsyncIterator[tuple[list[Message], set[str]]]:
        """What changed since the last time, until the stream is over."""
        while True:
            await self.stirred.wait()
            if self.over:
                return
            self.stirred.clear()
            messages, self.messages = list(self.messages.values()), {}
            parts, self.parts = self.parts, set()
            yield messages, parts
            await asyncio.sleep(PAUSE_SECONDS)


class Streams:
    """All open windows; `Watches` of the world."""

    def __init__(self) -> None:
        self.clients: dict[int, Client] = {}
        self._open: set[Stream] = set()

    def client(self, window: Window) -> Client:
        """What the window's member has."""
        user = window.person.user
        return self.clients.setdefault(user.id, Client(user))

    @contextmanager
    def opened(self, window: Window) -> Iterator[Stream]:
        """A window is open as long as the block. Raises `TooMany`."""
        if len(self._open) >= MOST:
            raise TooMany
        stream = Stream(window, self.client(window))
        self._open.add(stream)
        try:
            yield stream
        finally:
            self._open.discard(stream)

    def message_changed(self, message: Message) -> None:
        """Watches."""
        if message.ephemeral:
            if message.reader is None:
                return
            user = message.reader.user
            self.clients.setdefault(user.id, Client(user)).keep(message)
        for stream in self._open:
            if (
                message.ephemeral
                and message.reader is not None
                and message.reader.user is not stream.client.user
            ):
                continue
            place = stream.window.place
            if place is message.channel:
                stream.message(message)
            elif not message.ephemeral:
                stream.stale("channels")
                if isinstance(message.channel, Thread) and message.channel.home is place:
                    stream.stale("posts")

    def guild_changed(self, guild: Guild) -> None:
        """Watches."""
        for stream in self._open:
            if stream.window.person.guild is guild:
                stream.stale("channels")
                stream.stale("members")
                stream.stale("posts")

    def for_client(self, client: Client, message: Message) -> None:
        """A message is other for one member than it was."""
        for stream in self._open:
            if stream.client is client and stream.window.place is message.channel:
                stream.message(message)

    def dismissed(self, client: Client, place: Channel, number: int) -> None:
        """A private answer or failure is no longer shown to the member."""
        message = place.world.messages.get(number)
        if message is not None and message.ephemeral:
            self.for_client(client, message)
        self.client_changed(client, "failures")

    def client_changed(self, client: Client, part: str) -> None:
        """A part of one member's windows changed."""
        for stream in self._open:
            if stream.client is client:
                stream.stale(part)

    def close(self) -> None:
        """End all of them: the server stops."""
        for stream in self._open:
            stream.over = True
            stream.stirred.set()

    def all_changed(self, part: str) -> None:
        """A part of every window changed."""
        for stream in self._open:
            stream.stale(part)


class TooMany(Exception):
    """More windows are open than this server serves."""


def event(kind: str, data: object) -> bytes:
    """One server-sent event."""
    return b"event: " + kind.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"
