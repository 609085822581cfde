"""A PostgreSQL database, used by any number of processes."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import asyncpg
from sqlalchemy import Connection, ExceptionContext, Table, event, func, select, text
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

# SQLAlchemy learns from these how PostgreSQL says our constructs.
import bot.storage.postgresql.full_text
import bot.storage.postgresql.json_sql  # noqa: F401
from bot.domain.errors.operators.database import (
    DatabaseReadOnly,
    EncodingUnfit,
    ServerDatabaseTaken,
    ServerIsStandby,
    ServerTooOld,
    UserMakesNoTables,
)
from bot.storage.database import READERS, Database
from bot.storage.errors import TakenDatabase, UnavailableDatabase
from bot.storage.findings import PostgresqlFindings
from bot.storage.holder import holder, this_process
from bot.storage.postgresql.integrity import problems
from bot.storage.postgresql.server import Server
from bot.storage.statements import STATEMENTS

OLDEST = 14
"""The first major version that is supported (and that PostgreSQL's makers support)."""

_WRITERS = int.from_bytes(b"folkmoot")
"""The advisory lock of the one transaction that writes."""

_BOTS = int.from_bytes(b"folkbots")
"""The advisory lock of the one bot that uses the database."""
_NAMED = "SELECT set_config('application_name', 'folkmoot ' || $1, false)"
_CLAIM = "SELECT pg_try_advisory_lock($1)"
_HOLDER = (
    "SELECT substr(application_name, 10) FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND (classid::bigint << 32) | objid::bigint = $1"
)

_ISOLATION = text("SHOW transaction_isolation")
_LOSSY = text("SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off'")
_USABLE = text(
    "SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,"
    " pg_is_in_recovery() AS is_standby"
)


class PostgresqlDatabase(Database):
    """Transactions that write wait for each other by a lock of the server; those that read see one snapshot."""

    def __init__(self, server: Server, *, patience: float) -> None:
        super().__init__(patience)
        self.server = server
        self._claimed: asyncpg.Connection[Any] | None = None
        """The session that keeps the database for this process."""
        self._writer = _engine(server, "READ COMMITTED", connections=1, patience=patience)
        self._readers = _engine(
            server, "REPEATABLE READ", connections=READERS, patience=patience
        ).execution_options(postgresql_readonly=True)
        event.listen(self._writer.sync_engine, "begin", _wait_for_turn)
        self._reading = asyncio.Semaphore(READERS)

    @asynccontextmanager
    async def read_transaction(self) -> AsyncIterator[AsyncConnection]:
        async with self._reading, self._readers.begin() as connection:
            yield connection

    @asynccontextmanager
    async def _begin_writing(self) -> AsyncIterator[AsyncConnection]:
        if self._claimed is not None and self._claimed.is_closed():
            # The server ended the session that had the lock: another bot may have taken it meanwhile.
            await self.claim()
        async with self._writer.begin() as connection:
            yield connection

    async def _claim(self) -> None:
        connection = await self.server.connect(patience=self._patience)
        try:
            await connection.execute(_NAMED, this_process())
            if not await connection.fetchval(_CLAIM, _BOTS):
                said = await connection.fetchval(_HOLDER, _BOTS)
                raise TakenDatabase(ServerDatabaseTaken(self.server.address, holder(said or "")))
        except BaseException:
            await connection.close()
            raise
        self._claimed = connection

    async def follow_ids(self, connection: AsyncConnection, tables: Iterable[Table]) -> None:
        for table in tables:
            if "id" in table.primary_key.columns:
                sequence = func.pg_get_serial_sequence(table.name, "id")
                highest = select(func.max(table.c.id)).scalar_subquery()
                await connection.execute(select(func.setval(sequence, highest)).where(highest.is_not(None)))

    async def migrate(self) -> None:
        await self._check_usable()
        try:
            await super().migrate()
        except DBAPIError as error:
            refusal = self._refusal(error)
            if refusal is None:
                raise
            raise refusal from error
        finally:
            # Statements that were prepared before a change of the tables don't fit any more.
            await self._writer.dispose()

    def _refusal(self, error: DBAPIError) -> UnavailableDatabase | None:
        """What to do where the server doesn't let us make tables."""
        match getattr(error.orig, "sqlstate", None):
            case asyncpg.InsufficientPrivilegeError.sqlstate:
                return UnavailableDatabase(UserMakesNoTables(self.server.user or ""))
            case asyncpg.ReadOnlySQLTransactionError.sqlstate:
                return UnavailableDatabase(DatabaseReadOnly(self.server.address))
            case _:
                return None

    async def _check_usable(self) -> None:
        """Raise UnavailableDatabase for a server on which this program would lose something."""
        async with self.read_transaction() as connection:
            found = (await connection.execute(_USABLE)).one()
        version = found.version // 10_000
        if version < OLDEST:
            raise UnavailableDatabase(ServerTooOld(self.server.address, version, OLDEST))
        if found.encoding != "UTF8":
            raise UnavailableDatabase(EncodingUnfit(found.encoding))
        if found.is_standby:
            raise UnavailableDatabase(ServerIsStandby(self.server.address))

    async def examine(self) -> PostgresqlFindings:
        async with self.write_transaction() as connection:
            writes = await connection.scalar(_ISOLATION)
        async with self.read_transaction() as connection:
            reads = await connection.scalar(_ISOLATION)
            return PostgresqlFindings(
                problems=tuple(await problems(connection)),
                version=str(await connection.scalar(text("SHOW server_version"))).split()[0],
                encoding=str(await connection.scalar(text("SHOW server_encoding"))),
                reads=str(reads),
                writes=str(writes),
                lossy=tuple(await connection.scalars(_LOSSY)),
            )

    async def _disconnect(self) -> None:
        await self._readers.dispose()
        await self._writer.dispose()
        if self._claimed is not None:
            await self._claimed.close()
            self._claimed = None


def _wait_for_turn(connection: Connection) -> None:
    """The first statement of each transaction that writes. What the others read comes after it, so that they see all
    that was committed before: that is why they are READ COMMITTED, whose snapshots are those of its statements."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


def _engine(server: Server, isolation: str, *, connections: int, patience: float) -> AsyncEngine:
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=partial(server.connect, patience=patience),
        execution_options={"compiled_cache": STATEMENTS},
        isolation_level=isolation,
        pool_size=connections,
        # Those who use it count themselves. The pool would count for ever what it lost to a task that was cancelled
        # while a connection that had ended was made anew (as of SQLAlchemy 2.1.9).
        max_overflow=-1,
    )

    @event.listens_for(engine.sync_engine, "checkout")
    def _on_checkout(connection: Any, *_: Any) -> None:
        # The socket says so without being asked. The pool then makes another connection.
        if connection.driver_connection.is_closed():
            raise DisconnectionError

    @event.listens_for(engine.sync_engine, "handle_error")
    def _on_error(context: ExceptionContext) -> None:
        # As sqlite3 says it. The driver calls it bad data, in words that name its own types.
        cause = getattr(context.original_exception, "__cause__", None)
        if isinstance(cause, asyncpg.DataError) and "out of int" in str(cause):
            raise OverflowError(
                "a number does not fit the database's 64 bits"
            ) from context.original_exception

    return engine
