"""Time passes for the bot, Discord and the chains alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sandbox.world.control import Act, Group
from sandbox.world.sandbox import Sandbox

_EXPECT = (
    "Whatever was due meanwhile happens now, in its order: votes open, close and are counted, timelocks end."
)


@dataclass(frozen=True)
class PassTime(Act):
    unit: timedelta = timedelta(0)

    async def do(self, sandbox: Sandbox, count: int) -> str:
        await sandbox.pass_time(count * self.unit)
        return f"It is now {sandbox.clock.now():%d %B %Y %H:%M} UTC."


HOUR = PassTime("hour", Group.TIME, "An hour passes", _EXPECT, 24, timedelta(hours=1))
DAY = PassTime("day", Group.TIME, "A day passes", _EXPECT, 30, timedelta(days=1))
