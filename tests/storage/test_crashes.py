"""SIGKILL at any moment: what was acknowledged is there, and the database is sound."""

import asyncio
import random
import signal
from contextlib import suppress

import pytest
from sqlalchemy import text

from bot.domain.ids import ProposalId
from bot.storage.engine import open_database
from tests.storage.processes import another, write_ballots
from tests.storage.repositories.stored_world import open_world

RUNS = 5
FAR = 10_000_000
"""Where the members of each run begin to count, far from those of the others."""


@pytest.mark.timeout(120)
async def test_every_acknowledged_ballot_outlives_a_kill(url: str) -> None:
    world = await open_world(url)
    proposal = await world.proposal()
    await world.database.close()
    chance = random.Random(20260301)
    acknowledged: set[int] = set()
    for run in range(1, RUNS + 1):
        acknowledged |= await killed(url, proposal, run * FAR, chance.randrange(1, 120))
        stored = await members(url)
        assert acknowledged <= stored
        # A batch that was not acknowledged is there as a whole or not at all.
        assert all((member - member % FAR) + (member % FAR) // 3 * 3 in stored for member in stored)
        assert len(stored) % 3 == 0
    assert len(acknowledged) > RUNS


async def killed(url: str, proposal: ProposalId, first: int, after: int) -> set[int]:
    """Members whose ballots a process acknowledged that was killed some time after its `after`-th batch."""
    said: list[int] = []
    async with another(write_ballots, url, proposal, first) as writer:
        with suppress(EOFError):
            while True:
                said.append(await asyncio.to_thread(writer.hear))
                if len(said) == after:
                    writer.send_signal(signal.SIGKILL)
        assert await asyncio.to_thread(writer.end) == -signal.SIGKILL
    return {start + place for start in said for place in range(3)}


async def members(url: str) -> set[int]:
    database = open_database(url)
    assert (await database.examine()).problems == ()
    async with database.read_transaction() as connection:
        if connection.dialect.name == "sqlite":
            assert list(await connection.scalars(text("PRAGMA integrity_check"))) == ["ok"]
        found = set(await connection.scalars(text("SELECT member FROM ballots")))
    await database.close()
    return found
