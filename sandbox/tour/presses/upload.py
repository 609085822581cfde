"""A policy as a file, given to a command."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.tour.answers import settled
from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.scenario import Press


@dataclass(frozen=True)
class Upload(Press):
    policy: str
    """What stands in the file."""
    place: str

    def words(self, play: Play) -> str:
        return f"In {self.place}, type /gov policy upload with the policy as its file"

    def pointer(self, play: Play) -> Pointer:
        return Pointer(channel=play.place(self.place).id, command="gov policy upload")

    async def do(self, play: Play, who: str) -> None:
        file = ("policy.toml", self.policy.encode())
        play.reply = await play.person(who).slash(play.place(self.place), "gov policy upload", file=file)
        await settled(play.reply)
