"""A control of the world."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.scenario import Press
from sandbox.world import Control


@dataclass(frozen=True)
class Turn(Press):
    control: Control
    count: int = 1

    def words(self, play: Play) -> str:
        times = f", {self.count} times" if self.count > 1 else ""
        return f"In the panel of the world, press {self.control.label!r}{times}"

    def pointer(self, play: Play) -> Pointer:
        return Pointer(control=self.control.name, count=self.count)

    async def do(self, play: Play, who: str) -> None:
        await play.sandbox.press(self.control, count=self.count)
