"""A sandbox whose bot runs in the test's own process and loop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sandbox.assistant_service import AssistantService
from sandbox.stage import Stage
from sandbox.world import Sandbox, SharedClock
from tests.main_job.living import LivingBot, with_pages

QUIET = 0.05
"""A bot in the same loop is never behind because another process has the processor."""


class InProcessBot:
    """The real bot, as the world switches it off and on."""

    def __init__(self, stage: Stage, clock: SharedClock, folder: Path, **settings: str) -> None:
        self.living = LivingBot(stage, clock, folder / "folkmoot.db", **settings)
        self.running = False

    async def start(self) -> None:
        await self.living.start()
        self.running = True

    async def kill(self) -> None:
        self.running = False
        await self.living.break_off()

    async def stop(self) -> None:
        if self.running:
            self.running = False
            await self.living.stop()


@asynccontextmanager
async def sandbox_in_process(folder: Path, *, pages: bool = False, **options: Any) -> AsyncIterator[Sandbox]:
    """An empty server with the bot connected, three nodes of the chain and one more chain. `pages`: the bot serves
    its own."""
    clock = SharedClock(folder / "clock")
    async with (
        Stage.open(
            clock=clock, strict_limits=False, endpoints=3, bridge=True, streams=True, **options
        ) as stage,
        AssistantService.serve() as assistant,
    ):
        settings = with_pages(stage) if pages else {}
        bot = InProcessBot(stage, clock, folder, **settings, **assistant.settings)
        await bot.start()
        try:
            yield Sandbox(stage, clock, bot, assistant, quiet=QUIET)
        finally:
            await bot.stop()
        assert stage.discord.violations == []
