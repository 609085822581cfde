"""One bot per database: a lock that outlives no process, and names the one that has it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.storage.engine import open_database
from bot.storage.errors import TakenDatabase
from tests.storage.processes import Other, another, claim
from tests.storage.refusals import line_of

database_attack = pytest.mark.attack("database")


@asynccontextmanager
async def another_bot(url: str) -> AsyncIterator[Other]:
    """A process that has claimed the database."""
    async with another(claim, url) as other:
        assert await asyncio.to_thread(other.hear) == "claimed"
        yield other


async def refusal(url: str) -> str:
    database = open_database(url, patience=0.2)
    try:
        with pytest.raises(TakenDatabase) as refused:
            await database.claim()
    finally:
        await database.close()
    return line_of(refused.value)


async def claims(url: str) -> None:
    database = open_database(url, patience=10)
    await database.claim()
    await database.close()


@database_attack
async def test_a_second_bot_is_refused_and_told_which_process_has_the_database(url: str) -> None:
    async with another_bot(url) as other:
        said = await refusal(url)
        assert f"process {other.pid} on " in said
        assert "Stop that one first" in said
        assert "\n" not in said


@database_attack
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGABRT], ids=lambda how: how.name)
async def test_no_way_of_dying_leaves_a_lock(url: str, how: signal.Signals) -> None:
    async with another_bot(url) as other:
        other.send_signal(how)
        await asyncio.to_thread(other.end)
        await claims(url)


@database_attack
async def test_a_bot_that_stands_still_keeps_what_it_has(url: str) -> None:
    """Nobody takes it for dead: when it goes on it would write, too."""
    async with another_bot(url) as other:
        other.send_signal(signal.SIGSTOP)
        assert f"process {other.pid}" in await refusal(url)


@database_attack
@pytest.mark.parametrize("rounds", [2, 20])
async def test_of_many_that_claim_at_once_one_has_it(url: str, rounds: int) -> None:
    databases = [open_database(url, patience=0.05) for _ in range(rounds)]
    results = await asyncio.gather(*(each.claim() for each in databases), return_exceptions=True)
    assert [type(result) for result in results if result is not None] == [TakenDatabase] * (rounds - 1)
    for each in databases:
        await each.close()


async def test_whoever_waits_has_it_as_soon_as_the_other_one_has_closed_it(url: str) -> None:
    first, second = open_database(url), open_database(url, patience=10)
    await first.claim()
    waiting = asyncio.create_task(second.claim())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(waiting), 0.2)
    await first.close()
    await waiting
    await second.close()


async def test_who_has_it_may_claim_it_again_and_others_may_look(url: str) -> None:
    database, doctor = open_database(url), open_database(url)
    await database.claim()
    assert (await doctor.schema_state()).up_to_date
    assert not (await doctor.examine()).problems
    await doctor.close()
    await database.close()
    await claims(url)
