"""The bot running on a stage. Anvil's tests are collected where its binary is, or where it has to be."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from sandbox.chain.anvil.process import BINARY
from sandbox.stage import Stage
from tests.main_job.job import TOKEN, Job
from tests.main_job.living import LivingBot, MovableClock

collect_ignore = (
    [] if BINARY.exists() or os.environ.get("FOLKMOOT_REQUIRE_NODE") == "1" else ["test_main_job_on_anvil.py"]
)

Running = Callable[..., AbstractAsyncContextManager[LivingBot]]
Staging = Callable[..., AbstractAsyncContextManager[Job]]


@pytest.fixture
def running(tmp_path: Path) -> Running:
    """`running(stage, clock)`: the real bot on the stage, in the test's own loop, stopped as SIGTERM does it."""

    @asynccontextmanager
    async def run(stage: Stage, clock: MovableClock, **changes: str) -> AsyncIterator[LivingBot]:
        bot = LivingBot(stage, clock, tmp_path / "folkmoot.db", **changes)
        await bot.start()
        try:
            yield bot
        finally:
            await bot.stop()

    return run


@pytest.fixture
def staged(running: Running) -> Staging:
    """`staged(...)`: a stage whose Safe holds 100 ETH and 1,000,000 tokens, with the bot on it."""

    @asynccontextmanager
    async def open_stage(**options: Any) -> AsyncIterator[Job]:
        clock = MovableClock()
        async with Stage.open(clock=clock, strict_limits=False, **options) as stage:
            await stage.chain.fund(stage.safe.address, 100 * TOKEN)
            holders = [stage.safe.address], [1_000_000 * TOKEN]
            await stage.token.send("airdrop", *holders, False, sender=stage.chain.deployer)
            async with running(stage, clock) as bot:
                yield Job(stage, bot)
            assert stage.discord.violations == []

    return open_stage
