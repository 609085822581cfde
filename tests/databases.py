"""Databases for tests: made in a moment, empty but for their tables, and gone afterwards."""

import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import asyncpg
import pytest

from bot.storage.engine import open_database

KINDS = ("sqlite", "postgresql")
ON_EACH_KIND = pytest.mark.parametrize("databases", KINDS, indirect=True)
"""For a walk through everything: where the database itself is meant, `tests/storage` tries each."""
_FILE = "sqlite+aiosqlite:///"


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


class PostgresqlDatabases:
    """Copies of a database that was migrated once, on a server of their own."""

    kind = "postgresql"

    def __init__(self, host: str) -> None:
        self.host = host
        self._numbers = count(1)
        self._template: str | None = None

    async def blank(self, path: Path) -> str:
        return await self._create()

    async def make(self, path: Path) -> str:
        if self._template is None:
            url = await self._create()
            await _migrate(url)
            self._template = _name(url)
        return await self._copy(self._template)

    async def copy(self, url: str, path: Path) -> str:
        return await self._copy(_name(url))

    async def replace(self, url: str, by: str) -> None:
        await self.drop(url)
        await self.execute(f"CREATE DATABASE {_name(url)} {_like(_name(by))}")

    async def drop(self, url: str) -> None:
        await self.execute(f"DROP DATABASE {_name(url)} WITH (FORCE)")

    async def execute(self, statement: str, database: str = "postgres") -> None:
        """Run a statement as the server's owner."""
        connection = await asyncpg.connect(host=self.host, user="postgres", database=database)
        try:
            await connection.execute(statement)
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
