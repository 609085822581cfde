"""SQLite connections that go to their thread once a statement.

An aiosqlite cursor visits the connection's thread four times for one SELECT under SQLAlchemy (open, execute, fetch,
close); each visit costs the event loop a wake-up, and the thread a wait for the interpreter lock. Here a statement
and its rows are one visit, BEGIN goes along with the first statement, and a statement whose answer nobody reads with
the next one, or with COMMIT. So are opening, with all pragmas, and closing, with the thread's end, one visit each. The
end of what has only read is one for which nobody waits.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

import aiosqlite

_Answer = tuple[Any, int, int | None, list[Any]]
_Statement = tuple[str, Sequence[Any]]


class _Visit(asyncio.Future[Any]):
    """What a visit to a connection's thread comes back with."""

    def cancel(self, msg: Any | None = None) -> bool:
        """It can't be: the task that waits for it, which asyncio asks to have cancelled, is once it has come back."""
        return False


class WholeCursor:
    """An aiosqlite cursor, as far as SQLAlchemy uses one, that comes back with all rows."""

    arraysize = 1

    def __init__(self, connection: "WholeConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> "WholeCursor":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> "WholeCursor":
        self._keep(await self._connection.visit(_run, sql, parameters))
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> "WholeCursor":
        self._keep(await self._connection.visit(_run_many, sql, parameters))
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []

    def _keep(self, answer: _Answer) -> None:
        self.description, self.rowcount, self.lastrowid, self._rows = answer


class WholeConnection(aiosqlite.Connection):
    """An aiosqlite connection with whole cursors, and transactions that begin with their first statement."""

    _begin: str | None = None
    _ahead: tuple[_Statement, ...] = ()
    """What goes along with the next statement, before it."""
    _stopped = False
    _ended: asyncio.Future[Any] | None = None

    def cursor(self) -> WholeCursor:  # type: ignore[override]
        return WholeCursor(self)

    def begin(self, statement: str) -> None:
        """Start a transaction, by this statement, together with whatever is executed next."""
        self._begin = statement

    def send(self, sql: str, parameters: Sequence[Any]) -> None:
        """Execute this together with the next statement, before it, or with the commit: there it raises what it raises.
        Its answer is dropped."""
        self._ahead = (*self._ahead, (sql, parameters))

    async def visit(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run it with the sqlite3 connection, in the connection's thread.

        A task that is cancelled here is cancelled once the statement has ended: nothing runs on behind its back.
        Raises ValueError once the connection was stopped: its thread would never come to this call.
        """
        if not self._running:
            raise ValueError("the connection is closed")
        ahead = self._take_ahead()
        answer = _Visit(loop=asyncio.get_running_loop())
        call = partial(function, self._conn, *arguments)
        self._tx.put_nowait((answer, partial(_after, self._conn, ahead, call) if ahead else call))
        return await answer

    def release(self) -> None:
        """End a transaction that has only read. Nobody waits for that; what is asked next is done after it, and raises
        what may have gone wrong."""
        self._ahead = ()
        if self._begin:  # nothing was executed since
            self._begin = None
        elif self._running:
            self._tx.put_nowait((None, self._conn.rollback))

    def stop(self) -> asyncio.Future[Any] | None:
        """Close it after all that was asked of it before. Returns the end of that, each time the same one: the thread
        ends with it, and would never answer a second."""
        if not self._stopped:
            self._stopped = True
            self._ended = super().stop()
        return self._ended

    async def close(self) -> None:
        """Wait for the end of its thread, which closes it on the way."""
        if (ended := self.stop()) is not None:
            await asyncio.shield(ended)

    async def commit(self) -> None:
        """One that fails has undone the transaction: SQLAlchemy thinks that it is over, however it ended."""
        if self._begin and not self._ahead:  # nothing was executed since
            self._begin = None
            return
        await self.visit(_commit, self._take_ahead())

    async def rollback(self) -> None:
        self._ahead = ()
        if self._begin:  # nothing was executed since
            self._begin = None
        elif not self._running or self.in_transaction:
            await self.visit(sqlite3.Connection.rollback)

    def _take_ahead(self) -> tuple[_Statement, ...]:
        """What goes along with the visit that is made now."""
        ahead = ((self._begin, ()), *self._ahead) if self._begin else self._ahead
        self._begin, self._ahead = None, ()
        return ahead


def _after(connection: sqlite3.Connection, ahead: Sequence[_Statement], call: Callable[[], Any]) -> Any:
    _run_all(connection, ahead)
    return call()


def _commit(connection: sqlite3.Connection, ahead: Sequence[_Statement]) -> None:
    try:
        _run_all(connection, ahead)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def _run_all(connection: sqlite3.Connection, statements: Sequence[_Statement]) -> None:
    for sql, parameters in statements:
        try:
            with closing(connection.cursor()) as cursor:
                cursor.execute(sql, parameters)
        except Exception as error:
            # What raises it names another statement, with which this one went along.
            error.add_note(sql)
            raise


def _run(connection: sqlite3.Connection, sql: str, parameters: Sequence[Any]) -> _Answer:
    # A statement whose rows can't be made would stay open, and its connection in the state of the database that it saw.
    with closing(connection.cursor()) as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall() if cursor.description else []
        return cursor.description, cursor.rowcount, cursor.lastrowid, rows


def _run_many(connection: sqlite3.Connection, sql: str, parameters: Iterable[Sequence[Any]]) -> _Answer:
    cursor = connection.executemany(sql, parameters)
    return cursor.description, cursor.rowcount, cursor.lastrowid, []


async def connect(path: Path, pragmas: Sequence[str] = (), *, patience: float) -> WholeConnection:
    """An open connection in autocommit mode, with these pragmas: transactions begin only where `begin` says so.

    `patience`, in seconds, is how long a statement waits for another process's lock.
    """

    def connector() -> sqlite3.Connection:
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None, cached_statements=512)
        try:
            for pragma in pragmas:
                _run(connection, f"PRAGMA {pragma}", ())
        except BaseException:
            connection.close()
            raise
        return connection

    connection = WholeConnection(connector, iter_chunk_size=64)
    # A process that ends without closing must not hang on the thread (SQLAlchemy does the same with its own).
    connection._thread.daemon = True
    try:
        await connection
    except BaseException:
        # Its thread still tells this loop that it has ended.
        await asyncio.to_thread(connection._thread.join)
        raise
    return connection
