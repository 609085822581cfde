"""A slash command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.tour.answers import settled
from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.scenario import Press


@dataclass(frozen=True)
class Command(Press):
    name: str
    """Without the slash, such as "gov setup"."""
    options: Mapping[str, str] = field(default_factory=dict)
    """What each is given: `#channel`, `@Role`, `@member`, or text with `{token}` and so on (`Play.text`)."""
    place: str = "#announcements"

    def words(self, play: Play) -> str:
        given = " ".join(f"{name}:{self._written(play, value)}" for name, value in self.options.items())
        return f"In {self.place}, type /{self.name}{' ' if given else ''}{given}"

    def pointer(self, play: Play) -> Pointer:
        written = {name: self._written(play, value) for name, value in self.options.items()}
        return Pointer(channel=play.place(self.place).id, command=self.name, options=written)

    def moves(self, play: Play) -> Sequence[tuple[str, Pointer]]:
        filled = ", fill in" if self.options else ""
        return [(f"In {self.place}, type /{self.name}, choose it{filled} and send it", self.pointer(play))]

    async def do(self, play: Play, who: str) -> None:
        given = {name: play.value(value) for name, value in self.options.items()}
        play.reply = await play.person(who).slash(play.place(self.place), self.name, **given)
        await settled(play.reply)

    def _written(self, play: Play, value: str) -> str:
        return value if value[:1] in ("#", "@") else play.text(value)
