"""What a member's Discord holds for them on every screen, and keeps over a reload: private answers, the open form,
what was not answered, how far they have read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from sandbox.discord import Channel, Message, Modal, User
from sandbox.discord.rules.rate_limits import Window as RateWindow

T = TypeVar("T")
KEPT = 50
"""So many private answers, or failures, in one channel; older ones go, as when Discord's client is started anew."""
AT_ONCE = (5, 5)
"""So many messages in so many seconds."""


@dataclass(frozen=True)
class OpenForm:
    """A form that is open before a member, and the channel in which it was asked for."""

    modal: Modal
    place: Channel


@dataclass(frozen=True)
class Failure:
    """A command that was not answered: by which application, in which words Discord says so."""

    id: int
    user: User
    command: str
    words: str


@dataclass
class Client:
    """One member's."""

    user: User
    private: dict[int, dict[int, Message]] = field(default_factory=dict)
    """Messages that only this member sees, by channel and id."""
    failures: dict[int, dict[int, Failure]] = field(default_factory=dict)
    """Commands that were not answered, by channel and id."""
    failed: dict[int, None] = field(default_factory=dict)
    """Messages at which the last click was not answered, by id."""
    form: OpenForm | None = None
    read: dict[int, int] = field(default_factory=dict)
    """The id of the newest message that was seen, by channel."""
    written: RateWindow = field(default_factory=lambda: RateWindow(*AT_ONCE))
    """The messages of the last seconds."""

    def keep(self, message: Message) -> None:
        """A private answer came or changed."""
        kept = self.private.setdefault(message.channel.id, {})
        if message.deleted:
            kept.pop(message.id, None)
            return
        kept[message.id] = message
        _forget(kept)

    def fail(self, place: Channel, failure: Failure) -> None:
        """A command was not answered."""
        kept = self.failures.setdefault(place.id, {})
        kept[failure.id] = failure
        _forget(kept)

    def tried(self, message: Message, failed: bool) -> None:
        """Something on a message was clicked, and answered or not."""
        self.failed.pop(message.id, None)
        if failed:
            self.failed[message.id] = None
            _forget(self.failed)

    def dismiss(self, place: Channel, number: int) -> None:
        """The member doesn't want to see a private answer or failure any longer."""
        self.private.get(place.id, {}).pop(number, None)
        self.failures.get(place.id, {}).pop(number, None)

    def saw(self, place: Channel) -> None:
        """The member has a window on the place open."""
        newest = next(reversed(place.stored), None)
        if newest is not None:
            self.read[place.id] = newest

    def unread(self, place: Channel) -> bool:
        """Whether there is something that the member hasn't seen."""
        newest = next(reversed(place.stored), 0)
        return newest > self.read.get(place.id, 0)

    def mentions(self, place: Channel) -> int:
        """How many of the newest messages that the member hasn't seen speak to them; KEPT at most."""
        read, count = self.read.get(place.id, 0), 0
        for message in reversed(place.stored.values()):
            if message.id <= read or count >= KEPT:
                break
            count += self.user in message.mentions or not place.in_guild
        return count


def _forget(kept: dict[int, T]) -> None:
    while len(kept) > KEPT:
        del kept[next(iter(kept))]
