"""One SQLite file, used by one process."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path

import stamina
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

# SQLAlchemy learns from these how SQLite says our constructs.
import bot.storage.sqlite.full_text
import bot.storage.sqlite.json_sql  # noqa: F401
from bot.domain.errors.operators.database import FileTaken, FileTrouble, FileUnusable
from bot.services.governance.findings import DatabaseSays, Finding, RowWithoutParent
from bot.storage.database import READERS, Database
from bot.storage.errors import TakenDatabase, UnavailableDatabase
from bot.storage.findings import SqliteFindings
from bot.storage.holder import holder
from bot.storage.sqlite.dialect import NAME
from bot.storage.sqlite.driver import WholeConnection, connect
from bot.storage.sqlite.lock import FileLock
from bot.storage.statements import STATEMENTS

_FIRST_WITHOUT_WAL_RESET_BUG = (3, 51, 3)

_WRITER = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "wal_autocheckpoint=1000")
_READER = ("query_only=ON", "wal_autocheckpoint=0")

_UNUSABLE = {
    sqlite3.SQLITE_CANTOPEN: FileTrouble.UNREACHABLE,
    sqlite3.SQLITE_PERM: FileTrouble.FORBIDDEN,
    sqlite3.SQLITE_READONLY: FileTrouble.READ_ONLY,
    sqlite3.SQLITE_FULL: FileTrouble.NO_SPACE,
    sqlite3.SQLITE_NOTADB: FileTrouble.NOT_A_DATABASE,
    sqlite3.SQLITE_CORRUPT: FileTrouble.DAMAGED,
}
"""Why SQLite can't use a file, by its code."""


class SqliteDatabase(Database):
    """One connection writes, a few read. One that writes back the log, and no other, does the checkpoints."""

    def __init__(self, path: Path, *, patience: float) -> None:
        super().__init__(patience)
        self.path = path
        self._writer = _engine(path, _WRITER, writes=True, connections=1, patience=patience)
        self._readers = _engine(path, _READER, writes=False, connections=READERS, patience=patience)
        self._write_connection: AsyncConnection | None = None
        self._lock = FileLock(path.resolve())

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.path, self.path.with_name(f"{self.path.name}-wal"))

    @asynccontextmanager
    async def read_transaction(self) -> AsyncIterator[AsyncConnection]:
        # The transaction begins with its first statement. Nothing is waited for where it ends, so that a cancellation
        # finds no place there.
        connection = await self._readers.connect()
        try:
            yield connection
        finally:
            await connection.close()

    @asynccontextmanager
    async def _begin_writing(self) -> AsyncIterator[AsyncConnection]:
        if self._write_connection is None:
            self._write_connection = await self._writer.connect()
        connection = self._write_connection
        try:
            yield connection
            await connection.commit()
        except BaseException:
            await connection.rollback()
            raise

    async def _claim(self) -> None:
        with self._file_is_usable():
            if not self._lock.take():
                raise TakenDatabase(FileTaken(str(self.path), holder(self._lock.holder())))

    async def migrate(self) -> None:
        with self._file_is_usable():
            _make_private(self.path)
            await super().migrate()

    @contextmanager
    def _file_is_usable(self) -> Iterator[None]:
        """Raise UnavailableDatabase for a file that SQLite can't use."""
        try:
            yield
        except OSError as error:
            why = error.strerror or ""
            raise UnavailableDatabase(FileUnusable(str(self.path), why, FileTrouble.UNREACHABLE)) from error
        except (sqlite3.Error, DBAPIError) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
            if code not in _UNUSABLE:
                raise
            raise UnavailableDatabase(FileUnusable(str(self.path), str(cause), _UNUSABLE[code])) from error

    async def examine(self) -> SqliteFindings:
        problems = await asyncio.to_thread(_problems, self.path, self._patience)
        return SqliteFindings(
            problems=tuple(problems),
            version=sqlite3.sqlite_version,
            has_wal_reset_bug=sqlite3.sqlite_version_info < _FIRST_WITHOUT_WAL_RESET_BUG,
        )

    async def _disconnect(self) -> None:
        """The last connection to go empties the write-ahead log."""
        await self._readers.dispose()
        if self._write_connection is not None:
            await self._write_connection.close()
            self._write_connection = None
        await self._writer.dispose()
        self._lock.release()


def _make_private(path: Path) -> None:
    """Make a new file such that nobody else can read it: it holds who votes how, also in votes that hide it. SQLite
    makes its log and its index like it."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))


def _problems(path: Path, patience: float) -> list[Finding]:
    """In a connection of its own, since a damaged file can't even be closed in good order."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=patience)) as connection:
            lines = [line for (line,) in connection.execute("PRAGMA quick_check") if line != "ok"]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [DatabaseSays(str(error))]
    return [
        *map(DatabaseSays, lines),
        *(RowWithoutParent(table, row, parent) for table, row, parent, _ in orphans),
    ]


def _locked(error: Exception) -> bool:
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode == sqlite3.SQLITE_BUSY


def _engine(
    path: Path, pragmas: tuple[str, ...], *, writes: bool, connections: int, patience: float
) -> AsyncEngine:
    # Tried again while another process is opening a new file: who would change it to WAL then gets SQLITE_BUSY at once,
    # without SQLite's own waiting.
    @stamina.retry(on=_locked, attempts=None, timeout=patience, wait_initial=0.01, wait_max=0.2)
    async def creator() -> WholeConnection:
        return await connect(path, pragmas, patience=patience)

    return create_async_engine(
        f"{NAME}:///{path}",
        async_creator=creator,
        writes=writes,
        execution_options={"compiled_cache": STATEMENTS},
        pool_size=connections,
        max_overflow=0,
        # Every transaction here ends by commit or rollback before its connection goes back.
        pool_reset_on_return=None,
    )
