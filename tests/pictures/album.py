"""Pictures of messages, in the order in which they were seen."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

from sandbox.discord import Discord, Message, Modal
from sandbox.discord.html import Reading, conversation_html, form_html, names_of


@dataclass(frozen=True)
class Seen:
    """What somebody saw, as HTML of the moment at which they saw it."""

    name: str
    html: str


@dataclass
class Album:
    """Everything that was seen. Messages change; what is here stays as it was."""

    discord: Discord
    seen: list[Seen] = field(default_factory=list)

    def take(self, name: str, *messages: Message) -> None:
        """Messages one below the other."""
        self._add(name, conversation_html(messages, self._reading()))

    def form(self, name: str, modal: Modal | None) -> None:
        """A form that was opened."""
        assert modal is not None, f"{name}: no form was opened"
        self._add(name, form_html(modal, self._reading()))

    def __getitem__(self, name: str) -> str:
        """The HTML of what was seen under this name."""
        return next(seen.html for seen in self.seen if seen.name.partition("-")[2] == name)

    def _reading(self) -> Reading:
        return Reading(names_of(self.discord.world), self.discord.clock.now(), self._media)

    def _media(self, url: str) -> str:
        """The file itself, so that it is there when the server isn't any more."""
        file = next(file for file in self.discord.world.files.values() if file.url == url)
        return f"data:{file.content_type};base64,{base64.b64encode(file.content).decode()}"

    def _add(self, name: str, html: str) -> None:
        self.seen.append(Seen(f"{len(self.seen) + 1:02d}-{name}", html))
