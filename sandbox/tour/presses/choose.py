"""A menu of the newest answer."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.discord import CannotDo
from sandbox.tour.answers import settled
from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.scenario import Press


@dataclass(frozen=True)
class Choose(Press):
    option: str
    """What stands in the menu."""
    menu: str
    """What stands on the menu before anything is chosen."""
    also: tuple[str, ...] = ()
    """What is chosen beside it, where the menu takes several."""

    def words(self, play: Play) -> str:
        chosen = " and ".join(map(repr, (self.option, *self.also)))
        return f"In the menu {self.menu!r} below the answer, choose {chosen}"

    def pointer(self, play: Play) -> Pointer:
        return Pointer(label=self.menu)

    async def do(self, play: Play, who: str) -> None:
        message = play.reply.message if play.reply else None
        if message is None:
            raise CannotDo(f"there is no menu {self.menu!r}")
        play.reply = await play.person(who).select(message, values=[self.option, *self.also])
        await settled(play.reply, changed=True)
