"""A bot's command in the menu of a message (Apps)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.discord import CannotDo, Message
from sandbox.tour.answers import settled
from sandbox.tour.play import DISCUSSION, Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.scenario import Press


@dataclass(frozen=True)
class FromMenu(Press):
    command: str
    """As the menu has it."""
    of: str
    """Words of the message whose menu it is."""
    place: str = DISCUSSION

    def words(self, play: Play) -> str:
        return f"In {self.place}, open the menu of the message {self.of!r}, and choose {self.command!r}"

    def pointer(self, play: Play) -> Pointer:
        message = self._message(play)
        return Pointer(channel=play.place(self.place).id, message=message.id if message else 0)

    def moves(self, play: Play) -> Sequence[tuple[str, Pointer]]:
        return [(f"Open the menu of this message, and choose {self.command!r}", self.pointer(play))]

    async def do(self, play: Play, who: str) -> None:
        message = self._message(play)
        if message is None:
            raise CannotDo(f"nobody has written {self.of!r}")
        play.reply = await play.person(who).context_menu(message, self.command)
        await settled(play.reply)

    def _message(self, play: Play) -> Message | None:
        return play.said(play.place(self.place), self.of)
