"""Other processes on the same database, which say how far they are; forked from one that has loaded the program."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from bot.domain.elections.ballot import Ballot, CastMethod
from bot.domain.ids import MemberId, ProposalId
from bot.storage.engine import open_database
from tests.forked import PROCESSES


class Other:
    """A process that runs one of the functions below."""

    def __init__(self, does: Callable[..., None], *arguments: Any) -> None:
        self._connection, there = PROCESSES.Pipe()
        self.process: BaseProcess = PROCESSES.Process(target=does, args=(there, *arguments), daemon=True)
        self.process.start()
        there.close()

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    def hear(self) -> Any:
        """What it says next, in a minute at most. Raises EOFError when it has ended."""
        assert self._connection.poll(60), "it says nothing"
        return self._connection.recv()

    def tell(self) -> None:
        """It may go on."""
        self._connection.send(None)

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def end(self) -> int | None:
        """Wait until it has ended. Returns its exit status."""
        self.process.join()
        return self.process.exitcode


@asynccontextmanager
async def another(does: Callable[..., None], *arguments: Any) -> AsyncIterator[Other]:
    """It, until the block ends."""
    other = await asyncio.to_thread(Other, does, *arguments)
    try:
        yield other
    finally:
        if other.process.is_alive():
            other.send_signal(signal.SIGKILL)
        await asyncio.to_thread(other.end)


def claim(said: Connection, url: str) -> None:
    """Claim the database as a bot does, say so and keep it."""

    async def hold() -> None:
        database = open_database(url, patience=10)
        await database.claim()
        said.send("claimed")
        await asyncio.sleep(600)

    asyncio.run(hold())


def migrate(said: Connection, url: str) -> None:
    """Say that it is ready, migrate when told to, and say whether the database is up to date."""

    async def run() -> None:
        database = open_database(url)
        said.send("ready")
        await asyncio.to_thread(said.recv)
        await database.migrate()
        said.send((await database.schema_state()).up_to_date)
        await database.close()

    asyncio.run(run())


def write_ballots(said: Connection, url: str, proposal: ProposalId, first: int) -> None:
    """Store ballots, three in a transaction, of members who count up from the first, and say each first one of three
    when they are stored."""

    async def run() -> None:
        unit = open_database(url).unit_of_work()
        for start in range(first, first + 1_000_000, 3):
            async with unit.writing() as repositories:
                await repositories.ballots.add(
                    [
                        Ballot(
                            proposal, MemberId(number), "For", datetime.now(UTC), CastMethod.BUTTON, number
                        )
                        for number in range(start, start + 3)
                    ]
                )
            said.send(start)

    asyncio.run(run())
