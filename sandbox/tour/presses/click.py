"""A button of a message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sandbox.discord import CannotDo, Message
from sandbox.tour.answers import settled
from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.scenario import Press


class Below(Enum):
    """The message that a button belongs to."""

    ANSWER = "below the answer"
    CARD = "on the card in #announcements"

    def message(self, play: Play) -> Message | None:
        """That message; None where it isn't there."""
        if self is Below.CARD:
            return play.card
        return play.reply.message if play.reply else None


@dataclass(frozen=True)
class Click(Press):
    label: str
    """What stands on it, perhaps with `{dao}` and so on (`Play.text`)."""
    below: Below = Below.ANSWER
    changes: bool = False
    """Whether the message is another one then, below which something else is pressed."""

    def words(self, play: Play) -> str:
        return f"Press {play.text(self.label)!r} {self.below.value}"

    def pointer(self, play: Play) -> Pointer:
        message = self.below.message(play)
        if message is None or self.below is Below.ANSWER:
            # Whose answer that is, and which is the newest, their own window knows best.
            return Pointer(label=play.text(self.label))
        ids = [button.custom_id for button in message.buttons if button.label == self.label]
        return Pointer(
            channel=message.channel.id,
            message=message.id,
            label=self.label,
            custom_id=(ids or [None])[0] or "",
        )

    async def do(self, play: Play, who: str) -> None:
        message = self.below.message(play)
        if message is None:
            raise CannotDo(f"there is no message with a button {self.label!r}")
        play.reply = await play.person(who).click(message, label=play.text(self.label))
        await settled(play.reply, changed=self.changes)
