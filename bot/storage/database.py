"""A database as the rest of the program knows it; sqlite/ and postgresql/ have the two that there are."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services import ports
from bot.services.jobs.job import AnyJob
from bot.services.jobs.registry import JOBS
from bot.storage import schema
from bot.storage.errors import TakenDatabase
from bot.storage.findings import Findings
from bot.storage.unit_of_work import StoredUnitOfWork

PATIENCE = 10.0
"""Seconds that a statement waits for a lock of another process, and a connection for a server that starts."""
_LOOK_AGAIN = 0.2
"""Seconds after which a database that another process has is asked for again."""
READERS = 4
"""How many transactions read at once; more wait."""


class Database(ABC):
    """Writers go one by one, readers see the last commit beside them.

    Anything may raise UnusableDatabase, where the database can't be reached or used.
    """

    def __init__(self, patience: float) -> None:
        """`patience`, in seconds: how long to wait for locks of other processes, and for a server that starts."""
        self._patience = patience
        self._turn = asyncio.Lock()
        self._writing: asyncio.Task[Any] | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """Those that it keeps on this machine."""
        return ()

    def unit_of_work(self, jobs: Collection[AnyJob] = JOBS) -> ports.UnitOfWork:
        return StoredUnitOfWork(self, jobs)

    @abstractmethod
    def read_transaction(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that sees one state of the database. What it tries to write is refused."""

    @asynccontextmanager
    async def write_transaction(self) -> AsyncIterator[AsyncConnection]:
        """The one transaction that writes now: on disk when the block ends, undone when it raises or its task is
        cancelled. RuntimeError inside of another one of the same task, which would wait for itself."""
        task = asyncio.current_task()
        if task is not None and self._writing is task:
            raise RuntimeError("this task is inside of a write transaction already")
        async with self._turn:
            self._writing = task
            try:
                async with self._begin_writing() as connection:
                    yield connection
            finally:
                self._writing = None

    @abstractmethod
    def _begin_writing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction in which nobody else writes, in this process or another."""

    async def claim(self) -> None:
        """Keep it for this process alone until it is closed, or the process ends, however it does.

        Waits a while for another one that is just ending. Raises TakenDatabase, which names the other process.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + self._patience
        while True:
            try:
                return await self._claim()
            except TakenDatabase:
                if loop.time() >= until:
                    raise
            await asyncio.sleep(_LOOK_AGAIN)

    @abstractmethod
    async def _claim(self) -> None:
        """Raises TakenDatabase."""

    async def migrate(self) -> None:
        """Bring the tables to the newest revision, all in one transaction. Does nothing when they are there."""
        async with self.write_transaction() as connection:
            await connection.run_sync(schema.upgrade)

    async def schema_state(self) -> schema.SchemaState:
        """The revision that the database has and the one that this program needs."""
        async with self.write_transaction() as connection:
            return await connection.run_sync(schema.state)

    async def follow_ids(self, connection: AsyncConnection, tables: Iterable[Table]) -> None:
        """Rows were added with ids of their own: what the database counts up goes on behind them. SQLite sees to it
        by itself."""
        return

    @abstractmethod
    async def examine(self) -> Findings:
        """Look at all that can be seen from here of how sound it is; with SQLite, as long as reading the file takes."""

    async def close(self) -> None:
        """Wait for the writer, then close all connections."""
        async with self._turn:
            await self._disconnect()

    @abstractmethod
    async def _disconnect(self) -> None: ...
