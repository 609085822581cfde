"""A form is filled in and sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbox.discord import CannotDo
from sandbox.tour.answers import settled
from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.scenario import Press


@dataclass(frozen=True)
class Fill(Press):
    fields: Mapping[str, str]
    """By the label of each field."""

    def words(self, play: Play) -> str:
        filled = "; ".join(f"{label}: {value}" for label, value in self._filled(play).items())
        return f"Fill in the form and send it. {filled}"

    def pointer(self, play: Play) -> Pointer:
        return Pointer(fields=self._filled(play))

    def moves(self, play: Play) -> Sequence[tuple[str, Pointer]]:
        return [("Fill in the form and send it", self.pointer(play))]

    async def do(self, play: Play, who: str) -> None:
        if play.reply is None or play.reply.modal is None:
            raise CannotDo(f"no form was opened: {play.reply.text if play.reply else 'nothing was answered'}")
        play.reply = await play.reply.modal.submit(self._filled(play))
        await settled(play.reply, changed=True)

    def _filled(self, play: Play) -> dict[str, str]:
        return {label: play.text(value) for label, value in self.fields.items()}
