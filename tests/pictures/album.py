"""Pictures of what people see, in the order in which it was seen."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

from sandbox.discord import Discord, Message, Modal
from sandbox.discord.html import Reading, conversation_html, form_html, names_of


@dataclass(frozen=True)
class Seen:
    """What somebody saw, as HTML of the moment at which they saw it."""

    name: str
    """What kind of thing it is, and which: `states/voting`, `pages/sign`."""
    html: str
    document: bool = False
    """A whole page of the bot's own, not what a message holds."""

    @property
    def group(self) -> str:
        return self.name.partition("/")[0]


@dataclass
class Album:
    """Everything that was seen. Messages change; what is here stays as it was."""

    discord: Discord
    seen: list[Seen] = field(default_factory=list)

    def take(self, name: str, *messages: Message) -> None:
        """Messages one below the other."""
        self._add(Seen(name, conversation_html(messages, self._reading())))

    def form(self, name: str, modal: Modal | None) -> None:
        """A form that was opened."""
        assert modal is not None, f"{name}: no form was opened"
        self._add(Seen(name, form_html(modal, self._reading())))

    def page(self, name: str, html: str) -> None:
        """A page of the bot's own, with its style in it."""
        self._add(Seen(name, html, document=True))

    def __contains__(self, name: str) -> bool:
        return any(seen.name == name for seen in self.seen)

    def __getitem__(self, name: str) -> str:
        """The HTML of what was seen under this name."""
        return next(seen.html for seen in self.seen if seen.name == name)

    def _reading(self) -> Reading:
        return Reading(names_of(self.discord.world), self.discord.clock.now(), self._media)

    def _media(self, url: str) -> str:
        """The file itself, so that it is there when the server isn't any more."""
        file = next(file for file in self.discord.world.files.values() if file.url == url)
        return f"data:{file.content_type};base64,{base64.b64encode(file.content).decode()}"

    def _add(self, seen: Seen) -> None:
        assert seen.name not in self, f"{seen.name} is in the album already"
        self.seen.append(seen)
