"""What a server, a member or Discord itself does not let pass: words in names, links, and direct messages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sandbox.discord.errors import ApiError, Path, invalid_form
from sandbox.discord.rules.rate_limits import Window

if TYPE_CHECKING:
    from sandbox.discord.clock import Clock

_HOST = re.compile(r"https?://([^/\s?#<>)\]]+)", re.IGNORECASE)
EDITING_FREELY = timedelta(hours=1)


@dataclass
class Filters:
    """What one server refuses."""

    names: set[str] = field(default_factory=set)
    """Words and numbers that no channel or thread may have in its name (as in Server Discovery)."""
    links: set[str] = field(default_factory=set)
    """Hosts to which no message may link."""
    words: set[str] = field(default_factory=set)
    """Words that AutoMod holds back, in messages and in the titles of posts."""

    def check_name(self, name: str) -> None:
        """Refuse (`ApiError`) a name with a blocked word."""
        if any(word.casefold() in name.casefold() for word in self.words):
            raise ApiError(400, 200001, "Title was blocked by automatic moderation")
        if any(word.casefold() in name.casefold() for word in self.names):
            text = "Contains words not allowed for servers in Server Discovery."
            raise invalid_form(("name",), "INVALID_COMMUNITY_PROPERTY_NAME", text)

    def check_text(self, text: str, *, private: bool = False) -> None:
        """Refuse a message that links to a filtered host, or has a word in it that AutoMod holds back: it
        reads what a channel shows, and no answer to one member (`private`)."""
        hosts = {host.casefold() for host in _HOST.findall(text)}
        if hosts & {link.casefold() for link in self.links}:
            raise ApiError(400, 240000, "Message blocked by harmful links filter")
        if not private and any(word.casefold() in text.casefold() for word in self.words):
            raise ApiError(400, 200000, "Message was blocked by automatic moderation")


@dataclass
class Closed:
    """How Discord refuses direct messages to somebody."""

    status: int = 403
    code: int = 50007
    at_opening: bool = False
    """Whether the conversation can't even be opened."""

    def refuse(self) -> None:
        """Raise the `ApiError`."""
        raise ApiError(self.status, self.code, _WORDS[self.code])


_WORDS = {
    50001: "Missing Access",
    50013: "Missing Permissions",
    50035: "Invalid Form Body",
    50007: "Cannot send messages to this user",
    50278: "Cannot send messages to this user due to having no mutual guilds",
}


def too_fast() -> ApiError:
    """Direct messages are opened too fast."""
    return ApiError(403, 40003, "You are opening direct messages too fast.")


class OldEdits:
    """Edits of messages that are older than an hour: only so many an hour, of each message."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.allowed: int | None = None
        """None: as many as one likes."""
        self._windows: dict[int, Window] = {}

    def take(self, message: int, age: timedelta) -> None:
        """Count an edit; refuse (`ApiError` 30046) one too many."""
        if self.allowed is None or age <= EDITING_FREELY:
            return
        window = self._windows.setdefault(message, Window(self.allowed, 3600))
        if window.take(self._clock.now()):
            text = "Maximum number of edits to messages older than 1 hour reached. Try again later"
            raise ApiError(429, 30046, text)


def number_too_large(name: str, most: int) -> ApiError:
    """A number in the query beyond what Discord takes."""
    path: Path = (name,)
    return invalid_form(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")


def number_too_small(name: str) -> ApiError:
    """A number in the query below one."""
    path: Path = (name,)
    return invalid_form(path, "NUMBER_TYPE_MIN", "int value should be greater than or equal to 1.")
