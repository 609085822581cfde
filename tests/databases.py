"""Databases for tests: made in a moment, empty but for their tables, and gone afterwards."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Protocol, Self
from urllib.parse import quote

import asyncpg
import pytest

from bot.storage.engine import open_database

KINDS = ("sqlite", "postgresql")
ON_EACH_KIND = pytest.mark.parametrize("databases", KINDS, indirect=True)
"""For a walk through everything: where the database itself is meant, `tests/storage` tries each."""
_FILE = "sqlite+aiosqlite:///"
MOST_USES = 50
"""So often a database is emptied: what was deleted stays in its files."""
_TABLES = "SELECT array_agg(format('%I', tablename)) FROM pg_tables WHERE schemaname = 'public'"
_STRUCTURE = "SELECT " + ", ".join(
    f"(SELECT count(*) FROM {catalog}), (SELECT max(xmin::text::bigint) FROM {catalog})"
    for catalog in ("pg_class", "pg_attribute", "pg_constraint", "pg_trigger", "pg_proc")
)
_END = "SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "


class Databases(Protocol):
    """Where a kind's databases come from."""

    kind: str

    async def blank(self, path: Path) -> str:
        """The URL of a database without tables; a file, where it is one, is at the path."""

    async def make(self, path: Path) -> str:
        """The URL of a new database with all tables, empty."""

    async def copy(self, url: str, path: Path) -> str:
        """The URL of a copy of a database that nobody uses now; a file, where it is one, is at the path."""

    async def replace(self, url: str, by: str) -> None:
        """Make a database a copy of another one; nobody uses either now."""

    async def drop(self, url: str) -> None:
        """Nobody uses it any more."""


@asynccontextmanager
async def database_of(databases: Databases, path: Path) -> AsyncIterator[str]:
    """The URL of a new database with all tables, for as long as the block runs."""
    url = await databases.make(path)
    try:
        yield url
    finally:
        await databases.drop(url)


@contextmanager
def serving(kind: str, folder: Path) -> Iterator[Databases]:
    """Databases of this kind; what they need runs until the block ends."""
    if kind == "sqlite":
        yield SqliteFiles(folder)
        return
    with _server() as host:
        yield PostgresqlDatabases(host)


class SqliteFiles:
    """Copies of a file that was migrated once."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"

    async def blank(self, path: Path) -> str:
        return _file_url(path)

    async def make(self, path: Path) -> str:
        if not self._template.exists():
            await _migrate(_file_url(self._template))
        return await self.copy(_file_url(self._template), path)

    async def copy(self, url: str, path: Path) -> str:
        await self.replace(_file_url(path), url)
        return _file_url(path)

    async def replace(self, url: str, by: str) -> None:
        # With what was not written back into the file itself yet.
        for part in ("", "-wal"):
            if (file := Path(by.removeprefix(_FILE) + part)).exists():
                shutil.copyfile(file, url.removeprefix(_FILE) + part)

    async def drop(self, url: str) -> None:
        pass


@dataclass(frozen=True)
class Template:
    """What a database of PostgreSQL is like whose tables nobody has written to."""

    name: str
    structure: tuple[int, ...]
    empties: str
    """The statements that make any database of this structure like it."""

    @classmethod
    async def of(cls, name: str, connection: Any) -> Self:
        """The connection's database, of this name."""
        empties = ["SET LOCAL session_replication_role = replica"]
        for table in await connection.fetchval(_TABLES):
            empties.append(f"DELETE FROM {table}")
            if rows := await connection.fetchval(f"SELECT json_agg(row_to_json(t))::text FROM {table} t"):
                literal = await connection.fetchval("SELECT quote_literal($1::text)", rows)
                filled = f"json_populate_recordset(NULL::{table}, {literal}::json)"
                empties.append(f"INSERT INTO {table} SELECT * FROM {filled}")
        empties.append("SELECT setval(seqrelid, seqstart, false) FROM pg_sequence")
        return cls(name, await _structure(connection), f"BEGIN; {'; '.join(empties)}; COMMIT")

    async def empty(self, connection: Any) -> bool:
        """Make the connection's database like this one, and end all other connections to it. Returns False where it has
        other tables: nothing is done."""
        if await _structure(connection) != self.structure:
            return False
        await _end(connection, "datname = current_database()")
        await connection.execute(self.empties)
        return True


async def _end(connection: Any, which: str) -> None:
    """End the other connections of which this is true in pg_stat_activity. Returns when their processes are gone: the
    server itself, where it is asked to wait, looks only each tenth of a second."""
    for pid, _ in await connection.fetch(_END + which):
        while _runs(pid):
            await connection.execute("SELECT pg_sleep(0.001)")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except ProcessLookupError:
        return False
    return True


async def _structure(connection: Any) -> tuple[int, ...]:
    """Other numbers for every other structure: each change of a table writes rows of one of these catalogs."""
    return tuple(await connection.fetchrow(_STRUCTURE))


class PostgresqlDatabases:
    """Copies of a database that was migrated once, on a server of their own.

    To make one, and to drop it, takes the server a tenth of a second. One that is dropped is therefore emptied and made
    again, as long as its tables are those of the first.
    """

    kind = "postgresql"

    def __init__(self, host: str) -> None:
        self.host = host
        self._numbers = count(1)
        self._template: Template | None = None
        self._emptied: list[str] = []
        self._uses: Counter[str] = Counter()

    async def blank(self, path: Path) -> str:
        return await self._create()

    async def make(self, path: Path) -> str:
        if self._template is None:
            url = await self._create()
            await _migrate(url)
            async with self._connected(_name(url)) as connection:
                self._template = await Template.of(_name(url), connection)
        return self._emptied.pop() if self._emptied else await self._copy(self._template.name)

    async def copy(self, url: str, path: Path) -> str:
        return await self._copy(_name(url))

    async def replace(self, url: str, by: str) -> None:
        await self._drop(url)
        await self.execute(f"CREATE DATABASE {_name(url)} {_like(_name(by))}")

    async def drop(self, url: str) -> None:
        self._uses[url] += 1
        if self._template is not None and self._uses[url] < MOST_USES:
            async with self._connected(_name(url)) as connection:
                if await self._template.empty(connection):
                    self._emptied.append(url)
                    return
        await self._drop(url)

    async def _drop(self, url: str) -> None:
        await self.execute(f"DROP DATABASE {_name(url)} WITH (FORCE)")

    async def execute(self, statement: str, database: str = "postgres") -> None:
        """Run a statement as the server's owner."""
        async with self._connected(database) as connection:
            await connection.execute(statement)

    async def end_connections(self, which: str) -> None:
        """End those of which this is true in pg_stat_activity. Returns when the server has none of them any more."""
        async with self._connected("postgres") as connection:
            await _end(connection, which)

    @asynccontextmanager
    async def _connected(self, database: str) -> AsyncIterator[Any]:
        connection = await asyncpg.connect(host=self.host, user="postgres", database=database)
        try:
            yield connection
        finally:
            await connection.close()

    async def _copy(self, template: str) -> str:
        return await self._create(_like(template))

    async def _create(self, how: str = "") -> str:
        name = f"folkmoot_{next(self._numbers)}"
        await self.execute(f"CREATE DATABASE {name} {how}")
        return f"postgresql+asyncpg://postgres@/{name}?host={quote(self.host, safe='')}"


@contextmanager
def _server() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.postgresql_server"]
    # In a session of its own: a signal to all processes of the tests must not end it before it has ended its server.
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdin
        assert process.stdout
        host = process.stdout.readline().strip()
        assert host, "PostgreSQL did not start"
        try:
            yield host
        finally:
            process.stdin.close()
            process.wait()


async def _migrate(url: str) -> None:
    database = open_database(url)
    await database.migrate()
    await database.close()


def _like(template: str) -> str:
    # As files, which nobody writes meanwhile: PostgreSQL would log every page of it otherwise.
    return f"TEMPLATE {template} STRATEGY FILE_COPY"


def _file_url(path: Path) -> str:
    return f"{_FILE}{path}"


def _name(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]
