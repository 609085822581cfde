"""The bot running on a stage. Anvil's tests are collected where its binary is, or where it has to be."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from sandbox.chain.anvil.process import BINARY
from sandbox.stage import Stage
from tests.databases import Databases, database_of
from tests.main_job.job import TOKEN, Job
from tests.main_job.living import CARD_SECONDS, LivingBot, MovableClock, with_pages

collect_ignore = (
    [] if BINARY.exists() or os.environ.get("FOLKMOOT_REQUIRE_NODE") == "1" else ["test_main_job_on_anvil.py"]
)

Running = Callable[..., AbstractAsyncContextManager[LivingBot]]
Staging = Callable[..., AbstractAsyncContextManager[Job]]


@asynccontextmanager
async def _running(
    stage: Stage,
    clock: MovableClock,
    databases: Databases,
    folder: Path,
    *,
    by_http: bool = False,
    operator_key: str = "",
    card_seconds: float = CARD_SECONDS,
) -> AsyncIterator[LivingBot]:
    async with database_of(databases, folder / "folkmoot.db") as url:
        settings = with_pages(stage, FOLKMOOT_INTERACTIONS="http") if by_http else {}
        bot = LivingBot(stage, clock, url, card_seconds, FOLKMOOT_OPERATOR_KEY=operator_key, **settings)
        await bot.start()
        try:
            if by_http:
                await bot.register_endpoint()
            yield bot
        finally:
            await bot.stop()


@asynccontextmanager
async def _staged(
    databases: Databases,
    folder: Path,
    *,
    by_http: bool = False,
    operator_key: str = "",
    card_seconds: float = CARD_SECONDS,
    **options: Any,
) -> AsyncIterator[Job]:
    clock = MovableClock()
    async with Stage.open(clock=clock, strict_limits=False, **options) as stage:
        await stage.chain.fund(stage.safe.address, 100 * TOKEN)
        holders = [stage.safe.address], [1_000_000 * TOKEN]
        await stage.token.send("airdrop", *holders, False, sender=stage.chain.deployer)
        async with _running(
            stage,
            clock,
            databases,
            folder,
            by_http=by_http,
            operator_key=operator_key,
            card_seconds=card_seconds,
        ) as bot:
            yield Job(stage, bot)
        assert stage.discord.violations == []


@pytest.fixture
def running(databases: Databases, tmp_path: Path) -> Running:
    """`running(stage, clock)`: the real bot on the stage, in the test's own loop, stopped as SIGTERM does it."""
    return partial(_running, databases=databases, folder=tmp_path)


@pytest.fixture
def staged(databases: Databases, tmp_path: Path) -> Staging:
    """`staged(...)`: a stage whose Safe holds 100 ETH and 1,000,000 tokens, with the bot on it. `by_http`: Discord
    signs the interactions and posts them to the bot. `operator_key`: of who runs it."""
    return partial(_staged, databases, tmp_path)


@pytest.fixture(scope="module")
def card_seconds() -> float:
    """How long a card stands unchanged at least, and a twentieth of how often it is looked for."""
    return CARD_SECONDS


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def dao(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory, card_seconds: float
) -> AsyncIterator[Job]:
    """One stage for all tests of a module, each with proposals of its own. 1,101,000 tokens are there in all.

    Who votes in it: Ada and Ben with 40,000 each, Cleo with 20,000, Dan with 1,000.
    """
    async with _staged(databases, tmp_path_factory.mktemp("moot"), card_seconds=card_seconds) as job:
        await job.set_up()
        await job.join({"ada": 40_000, "ben": 40_000, "cleo": 20_000, "dan": 1_000})
        yield job


@pytest.fixture(autouse=True)
def no_fault_outlives_its_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """What one test let fail is no trouble of the next one."""
    yield
    if "dao" in request.fixturenames:
        job: Job = request.getfixturevalue("dao")
        job.stage.chain.faults.clear()
        job.stage.discord.faults.clear()


def pytest_asyncio_loop_factories(
    item: pytest.Item,
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]] | None:
    """Simcord looks into asyncio's own loop for what waits there; all other tests run on the bot's."""
    return {"asyncio": asyncio.new_event_loop} if item.path.name == "test_on_simcord.py" else None
