"""SIGKILL at any moment: what was acknowledged is there, and the database is sound."""

import random
import signal
import sys
from subprocess import PIPE, Popen

import pytest
from sqlalchemy import text

from bot.storage.engine import open_database
from tests.storage.repositories.stored_world import open_world

WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from bot.domain.elections.ballot import Ballot, CastMethod
from bot.storage.engine import open_database

async def main(url, proposal, first):
    database = open_database(url)
    unit = database.unit_of_work()
    for start in range(first, first + 1_000_000, 3):
        async with unit.writing() as repositories:
            await repositories.ballots.add([
                Ballot(proposal, number, "For", datetime.now(UTC), CastMethod.BUTTON, number)
                for number in range(start, start + 3)
            ])
        print(start, flush=True)

asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
"""

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
        acknowledged |= killed(url, proposal, run * FAR, chance.randrange(1, 120))
        stored = await members(url)
        assert acknowledged <= stored
        # A batch that was not acknowledged is there as a whole or not at all.
        assert all((member - member % FAR) + (member % FAR) // 3 * 3 in stored for member in stored)
        assert len(stored) % 3 == 0
    assert len(acknowledged) > RUNS


def killed(url: str, proposal: int, first: int, after: int) -> set[int]:
    """Members whose ballots a process acknowledged that was killed some time after its `after`-th batch."""
    arguments = [sys.executable, "-c", WRITER, url, str(proposal), str(first)]
    said: list[str] = []
    with Popen(arguments, stdout=PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            said.append(line)
            if len(said) == after:
                process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    # The kill may cut a line in two; a whole one ends with its line break.
    starts = [int(line) for line in said if line.endswith("\n")]
    return {start + place for start in starts for place in range(3)}


async def members(url: str) -> set[int]:
    database = open_database(url)
    assert (await database.examine()).problems == ()
    async with database.read_transaction() as connection:
        if connection.dialect.name == "sqlite":
            assert list(await connection.scalars(text("PRAGMA integrity_check"))) == ["ok"]
        found = set(await connection.scalars(text("SELECT member FROM ballots")))
    await database.close()
    return found
