"""A message that a member writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.tour.play import DISCUSSION, Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.scenario import Press


@dataclass(frozen=True)
class Say(Press):
    text: str
    place: str = DISCUSSION

    def words(self, play: Play) -> str:
        return f"In {self.place}, write: {play.text(self.text)}"

    def pointer(self, play: Play) -> Pointer:
        return Pointer(channel=play.place(self.place).id, text=play.text(self.text))

    def moves(self, play: Play) -> Sequence[tuple[str, Pointer]]:
        return [(f"In {self.place}, write", self.pointer(play))]

    async def do(self, play: Play, who: str) -> None:
        await play.person(who).say(play.place(self.place), play.text(self.text))
