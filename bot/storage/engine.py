"""The database: one connection that writes, a few that read, migrations, and what `doctor` asks."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import stamina
from sqlalchemy import Connection, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.services import ports
from bot.storage import schema
from bot.storage.repositories.repositories import StoredRepositories
from bot.storage.sqlite.driver import WholeConnection, connect

READERS = 4
PATIENCE = 10.0
"""Seconds that a statement waits for a lock of another process."""

_FIRST_WITHOUT_WAL_RESET_BUG = (3, 51, 3)

_WRITER = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "wal_autocheckpoint=1000")
_READER = ("query_only=ON", "wal_autocheckpoint=0")


class UnsupportedDatabase(Exception):
    """The database URL isn't one that this program can open. The message says why, in one line."""


@dataclass(frozen=True)
class Integrity:
    """What SQLite says about the file and itself."""

    problems: tuple[str, ...]
    """From `PRAGMA quick_check` and `foreign_key_check`; empty for a sound file."""
    sqlite_version: str
    has_wal_reset_bug: bool
    """Releases before 3.51.3 can corrupt a database in WAL mode when several connections checkpoint. Here only
    one does."""


def open_database(url: str) -> "Database":
    """The database at a SQLAlchemy URL, such as sqlite+aiosqlite:///folkmoot.db. Nothing is read or created before
    the first use. Raises UnsupportedDatabase."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise UnsupportedDatabase(f"{url!r} is not a database URL") from error
    if parsed.get_backend_name() != "sqlite":
        raise UnsupportedDatabase(
            f"{parsed.get_backend_name()} is not supported: sqlite+aiosqlite:///FILE is"
        )
    if parsed.database in (None, "", ":memory:") or str(parsed.database).startswith("file:"):
        raise UnsupportedDatabase("the database URL must name a file: sqlite+aiosqlite:///FILE")
    return Database(Path(str(parsed.database)).absolute())


class Database:
    """One SQLite file, used by one process: writers go one by one, readers see the last commit beside them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writer = _engine(path, _WRITER, "BEGIN IMMEDIATE", connections=1)
        self._readers = _engine(path, _READER, "BEGIN DEFERRED", connections=READERS)
        self._turn = asyncio.Lock()
        self._writing: asyncio.Task[Any] | None = None
        self._write_connection: AsyncConnection | None = None

    def unit_of_work(self) -> ports.UnitOfWork:
        return StoredUnitOfWork(self)

    @asynccontextmanager
    async def read_transaction(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one state of the database. What it tries to write is refused."""
        async with self._readers.connect() as connection, connection.begin():
            yield connection

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
                if self._write_connection is None:
                    self._write_connection = await self._writer.connect()
                async with self._write_connection.begin():
                    yield self._write_connection
            finally:
                self._writing = None

    async def migrate(self) -> None:
        """Bring the tables to the newest revision, all in one transaction. Does nothing when they are there."""
        async with self.write_transaction() as connection:
            await connection.run_sync(schema.upgrade)

    async def schema_state(self) -> schema.SchemaState:
        """The revision that the file has and the one that this program needs."""
        async with self.write_transaction() as connection:
            return await connection.run_sync(schema.state)

    async def integrity(self) -> Integrity:
        """Check the whole file; takes as long as reading it."""
        problems = await asyncio.to_thread(_problems, self.path)
        return Integrity(
            problems=tuple(problems),
            sqlite_version=sqlite3.sqlite_version,
            has_wal_reset_bug=sqlite3.sqlite_version_info < _FIRST_WITHOUT_WAL_RESET_BUG,
        )

    async def close(self) -> None:
        """Wait for the writer, then close all connections; the last to go empties the write-ahead log."""
        async with self._turn:
            await self._readers.dispose()
            if self._write_connection is not None:
                await self._write_connection.close()
                self._write_connection = None
            await self._writer.dispose()


class StoredUnitOfWork:
    """`ports.UnitOfWork` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[ports.Repositories]:
        async with self._database.read_transaction() as connection:
            yield StoredRepositories(connection)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[ports.Repositories]:
        async with self._database.write_transaction() as connection:
            repositories = StoredRepositories(connection)
            yield repositories
            await repositories.finish()


def _problems(path: Path) -> list[str]:
    """In a connection of its own, since a damaged file can't even be closed in good order."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=PATIENCE)) as connection:
            found = [line for (line,) in connection.execute("PRAGMA quick_check") if line != "ok"]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return found + [f"{table} row {row} names a missing row of {parent}" for table, row, parent, _ in orphans]


def _locked(error: Exception) -> bool:
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode == sqlite3.SQLITE_BUSY


@stamina.retry(on=_locked, attempts=None, timeout=PATIENCE, wait_initial=0.01, wait_max=0.2)
async def _set(connection: WholeConnection, pragma: str) -> None:
    """Tried again while another process is opening a new file: who would change it to WAL then gets SQLITE_BUSY at
    once, without SQLite's own waiting."""
    # Fetched to its end: while a pragma's row is unread, SQLite refuses SQLAlchemy's functions.
    await connection.cursor().execute(f"PRAGMA {pragma}")


def _engine(path: Path, pragmas: tuple[str, ...], begin: str, *, connections: int) -> AsyncEngine:
    async def creator() -> WholeConnection:
        connection = await connect(path, patience=PATIENCE)
        for pragma in pragmas:
            await _set(connection, pragma)
        return connection

    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}",
        async_creator=creator,
        pool_size=connections,
        max_overflow=0,
        # Every transaction here ends by commit or rollback before its connection goes back.
        pool_reset_on_return=None,
    )

    @event.listens_for(engine.sync_engine, "begin")
    def _on_begin(connection: Connection) -> None:
        driver_connection: Any = connection.connection.driver_connection
        driver_connection.begin(begin)

    return engine
