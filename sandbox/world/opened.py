"""A sandbox whose bot is a process of its own."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from pathlib import Path

from sandbox.assistant_service import AssistantService
from sandbox.demo.bot_process import BotProcess
from sandbox.stage import Stage
from sandbox.world.bot import PROGRAM
from sandbox.world.clock import VARIABLE, SharedClock
from sandbox.world.sandbox import Sandbox

NODES = 3
"""So many nodes answer for the chain: one that lies is outvoted."""
SWEEP_SECONDS = "0.2"
"""So often the bot looks at a clock that may have been moved."""


@asynccontextmanager
async def open_sandbox(
    folder: Path, *, name: str = "Folkmoot DAO", settings: MutableMapping[str, str] | None = None
) -> AsyncIterator[Sandbox]:
    """An empty server, and a bot that waits to be started; it is stopped at the end.

    `folder`: where the bot's database, its log and the clock are. `settings`: more of the bot's; they may be
    filled in until it starts.
    """
    clock = SharedClock(folder / "clock")
    async with (
        Stage.open(name=name, clock=clock, endpoints=NODES, bridge=True, streams=True) as stage,
        AssistantService.serve() as assistant,
    ):
        usual = stage.environment(
            folder / "folkmoot.db",
            **{VARIABLE: str(clock.file), "FOLKMOOT_SWEEP_SECONDS": SWEEP_SECONDS, **assistant.settings},
        )
        environment = ChainMap({} if settings is None else settings, usual)
        bot = BotProcess(stage.discord, stage.app, environment, folder, PROGRAM)
        try:
            yield Sandbox(stage, clock, bot, assistant)
        finally:
            if bot.running:
                await bot.stop()
