"""A reaction on the card."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.discord import CannotDo
from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.scenario import Press


@dataclass(frozen=True)
class React(Press):
    emoji: str

    def words(self, play: Play) -> str:
        return f"React to the card in #announcements with {self.emoji}"

    def pointer(self, play: Play) -> Pointer:
        card = play.card
        return Pointer(channel=play.stage.announcements.id, message=card.id if card else 0, text=self.emoji)

    async def do(self, play: Play, who: str) -> None:
        if play.card is None:
            raise CannotDo("there is no card yet")
        await play.person(who).react(play.card, self.emoji)
