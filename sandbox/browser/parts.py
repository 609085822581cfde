"""What routes work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from sandbox.browser.clients import Client
from sandbox.browser.introductions import Introduction
from sandbox.browser.panels import Panel
from sandbox.browser.streams import Streams
from sandbox.browser.windows import Window, window_of
from sandbox.discord import Discord, Message, Person
from sandbox.discord.people import reacting


@dataclass(frozen=True)
class Parts:
    """The Discord that is shown, the open windows, who is introduced, the panels."""

    discord: Discord
    streams: Streams
    people: Callable[[], list[Introduction]]
    panels: tuple[Panel, ...]

    def window(self, request: web.Request) -> tuple[Window, Client]:
        """The request's window and what its member has; raises HTTPNotFound."""
        window = window_of(self.discord.world, request)
        return window, self.streams.client(window)

    def message(self, window: Window, written: str) -> Message:
        """A message that this window shows, by its id; raises HTTPNotFound."""
        found = self.discord.world.messages.get(int(written)) if written.isdecimal() else None
        if found is None or found.channel is not window.place:
            raise web.HTTPNotFound
        if found.ephemeral and (found.reader is None or found.reader.user is not window.person.user):
            raise web.HTTPNotFound
        return found

    def reacted(self, message: Message, person: Person, emoji: str) -> bool:
        """Whether the member's own reaction of this emoji is on the message."""
        found = message.reactions.get(reacting.key(reacting.emoji(emoji)))
        return found is not None and (person.id in found.normal or person.id in found.burst)
