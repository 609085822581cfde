"""SIGKILL at any moment: what was acknowledged is there, and the file is sound."""

import random
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from tests.storage.stored_world import open_world

WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from bot.domain.ballot import Ballot, CastMethod
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
async def test_every_acknowledged_ballot_outlives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "folkmoot.db"
    world = await open_world(path)
    proposal = await world.proposal()
    await world.database.close()
    chance = random.Random(20260301)
    acknowledged: set[int] = set()
    for run in range(1, RUNS + 1):
        acknowledged |= killed(path, proposal, run * FAR, chance.randrange(1, 120))
        stored = members(path)
        assert acknowledged <= stored
        # A batch that was not acknowledged is there as a whole or not at all.
        assert all((member - member % FAR) + (member % FAR) // 3 * 3 in stored for member in stored)
        assert len(stored) % 3 == 0
    assert len(acknowledged) > RUNS


def killed(path: Path, proposal: int, first: int, after: int) -> set[int]:
    """Members whose ballots a process acknowledged that was killed some time after its `after`-th batch."""
    arguments = [sys.executable, "-c", WRITER, f"sqlite+aiosqlite:///{path}", str(proposal), str(first)]
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


def members(path: Path) -> set[int]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {member for (member,) in connection.execute("SELECT member FROM ballots")}
