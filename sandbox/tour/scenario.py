"""What a scenario is made of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.discord import Message
from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer

Seen = Message | str | bool | None
"""What shows that something has happened; nothing or False where it hasn't."""
Check = Callable[[Play], Awaitable[Seen] | Seen]
Build = Callable[[Play], Awaitable[None]]


@dataclass(frozen=True)
class Press:
    """One thing that somebody does; the kinds are in `sandbox/tour/presses/`."""

    def words(self, play: Play) -> str:
        """Where to press, for the person who does it."""
        raise NotImplementedError

    def pointer(self, play: Play) -> Pointer:
        """The same for a program: what in the page it is."""
        raise NotImplementedError

    def moves(self, play: Play) -> Sequence[tuple[str, Pointer]]:
        """The same move by move, where it takes more than one, for who does it with the mouse."""
        return [(self.words(play), self.pointer(play))]

    async def do(self, play: Play, who: str) -> None:
        """Do it. Raises `SandboxError` for what can't be done."""
        raise NotImplementedError


@dataclass(frozen=True)
class Step:
    who: str
    """The name of a member, or WORLD for what no member does."""
    title: str
    why: str
    presses: tuple[Press, ...]
    sees: str
    """What one sees when it has happened."""
    check: Check
    """Whether it has happened: never before somebody did it."""


WORLD = "the world"
"""Who does what is nobody's act: time passes, blocks come."""


@dataclass(frozen=True)
class Scenario:
    name: str
    title: str
    about: str
    powers: Mapping[str, int]
    """Members with a wallet each that holds so many whole tokens, and delegates to itself."""
    steps: tuple[Step, ...]
    parts: Mapping[str, str] = field(default_factory=dict)
    """What those of the members are who are more than that ("delegate")."""
    build: Build | None = None
    """What stands on the chain beside token and Safe: it is there before anybody comes."""
    before: tuple[Step, ...] = ()
    """What was done before one comes: it is done by itself."""
