"""An assembly whose machine's clock somebody sets, while Discord and the chain keep the time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from bot.services.timekeeping.timekeeping import Timekeeping
from tests.databases import Databases
from tests.fakes import ManualClock
from tests.harness import ServiceHarness, convened

SECOND = timedelta(seconds=1)


@dataclass
class DiscordClock:
    """Discord, as far as it has a time: each answer's Date, and how long the answer takes."""

    clock: ManualClock
    timekeeping: Timekeeping
    ahead: timedelta = timedelta(0)
    """How far its own clock is ahead of the time."""
    there: timedelta = timedelta(0)
    """How long a request is on its way."""
    back: timedelta = timedelta(0)
    header: list[str | None] = field(default_factory=list)
    """What stands in the Date of the next answers, whatever the time is."""

    def now(self) -> datetime:
        return self.clock.true() + self.ahead

    async def answer(self) -> None:
        """One request and its answer."""
        began = self.timekeeping.steady()
        self.clock.advance(self.there)
        date = self.header.pop(0) if self.header else format_datetime(self.now(), usegmt=True)
        self.clock.advance(self.back)
        self.timekeeping.heard(date, began)

    async def answers(
        self, number: int = 8, every: timedelta = timedelta(seconds=7, milliseconds=300)
    ) -> None:
        """So many answers in turn, at all parts of a second."""
        for _ in range(number):
            self.clock.advance(every)
            await self.answer()


@dataclass
class TimedDao:
    harness: ServiceHarness
    discord: DiscordClock

    @property
    def clock(self) -> ManualClock:
        return self.harness.clock

    @property
    def timekeeping(self) -> Timekeeping:
        return self.harness.services.timekeeping

    async def asked(self) -> None:
        """The time is asked for again, as often as is needed to be sure."""
        for _ in range(10):
            self.clock.advance(6 * SECOND)
            await self.timekeeping.ask()


@pytest.fixture
async def dao(databases: Databases, tmp_path: Path) -> AsyncIterator[TimedDao]:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        timekeeping = harness.services.timekeeping
        discord = DiscordClock(harness.clock, timekeeping)
        timekeeping.ask_by(discord.answer)
        await discord.answers()
        yield TimedDao(harness, discord)
