"""What a member's Discord holds for them on every screen, and keeps over a reload: private answers, the open form, what
was not answered, how far they have read."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.discord import Channel, Message, Modal, User

KEPT = 50
"""So many private answers in one channel; older ones go, as when Discord's client is started anew."""


@dataclass(frozen=True)
class OpenForm:
    """A form that is open before a member, and the channel in which it was asked for."""

    modal: Modal
    place: Channel


@dataclass
class Client:
    """One member's."""

    user: User
    private: dict[int, dict[int, Message]] = field(default_factory=dict)
    """Messages that only this member sees, by channel and id."""
    form: OpenForm | None = None
    read: dict[int, int] = field(default_factory=dict)
    """The id of the newest message that was seen, by channel."""

    def keep(self, message: Message) -> None:
        """A private answer came or changed."""
        kept = self.private.setdefault(message.channel.id, {})
        if message.deleted:
            kept.pop(message.id, None)
            return
        kept[message.id] = message
        while len(kept) > KEPT:
            del kept[next(iter(kept))]

    def dismiss(self, message: Message) -> None:
        """The member doesn't want to see it any longer."""
        self.private.get(message.channel.id, {}).pop(message.id, None)

    def saw(self, place: Channel) -> None:
        """The member has a window on the place open."""
        newest = next(reversed(place.stored), None)
        if newest is not None:
            self.read[place.id] = newest
