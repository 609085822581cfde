"""What a control of the world is: something that happens once, or something that is on or off."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

Mend = Callable[[], None]

if TYPE_CHECKING:
    from sandbox.world.sandbox import Sandbox


class Group(StrEnum):
    """What a control moves."""

    TIME = "Time"
    CHAIN = "Chain"
    SAFE_SERVICE = "Safe service"
    DISCORD = "Discord"
    BOT = "Bot"


class CannotPress(Exception):
    """Why a control does nothing now, in a sentence."""


@dataclass(frozen=True)
class Control(ABC):
    """One button of the world."""

    name: str
    """Unlike all others; stands in addresses."""
    group: Group
    label: str
    expect: str
    """What one should now see, in a sentence."""


@dataclass(frozen=True)
class Act(Control):
    """Happens once; there is no way back."""

    most: int = 1
    """At most so many of it at once."""

    @abstractmethod
    async def do(self, sandbox: Sandbox, count: int) -> str:
        """Do it so many times; returns what happened. Raises CannotPress where it makes no sense now."""


@dataclass(frozen=True)
class Switch(Control):
    """On until it is switched off again."""

    undo: str
    """What switches it off, as a label."""

    @abstractmethod
    def is_on(self, sandbox: Sandbox) -> bool: ...

    @abstractmethod
    async def on(self, sandbox: Sandbox) -> str:
        """Switch it on; returns what happened."""

    @abstractmethod
    async def off(self, sandbox: Sandbox) -> str:
        """Switch it off; returns what happened."""


@dataclass(frozen=True)
class Breakage(Switch):
    """A fault that stands until it is mended."""

    happened: str
    mended: str

    @abstractmethod
    def breaks(self, sandbox: Sandbox) -> Mend:
        """Break it; returns what mends it."""

    def is_on(self, sandbox: Sandbox) -> bool:
        return self.name in sandbox.broken

    async def on(self, sandbox: Sandbox) -> str:
        sandbox.broken[self.name] = self.breaks(sandbox)
        return self.happened

    async def off(self, sandbox: Sandbox) -> str:
        sandbox.broken.pop(self.name)()
        return self.mended
