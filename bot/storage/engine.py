"""The database that a URL names."""

from pathlib import Path
from urllib.parse import quote, quote_plus

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.domain.errors.operators.database import (
    DialectUnsupported,
    DriverUnsupported,
    NoDatabaseFile,
    NotADatabaseUrl,
)
from bot.storage.database import PATIENCE, Database
from bot.storage.errors import UnsupportedDatabase
from bot.storage.sqlite.database import SqliteDatabase


def open_database(url: str, *, patience: float = PATIENCE) -> Database:
    """The database at a SQLAlchemy URL, such as sqlite+aiosqlite:///folkmoot.db. Nothing is read or created before
    the first use. Raises UnsupportedDatabase.

    `patience`, in seconds, is how long to wait for locks of other processes, and for a server that starts.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise UnsupportedDatabase(NotADatabaseUrl()) from None
    match parsed.get_backend_name():
        case "sqlite":
            return SqliteDatabase(_file(parsed), patience=patience)
        case "postgresql" if parsed.drivername == "postgresql+asyncpg":
            # Not loaded at a start with SQLite.
            from bot.storage.postgresql.database import PostgresqlDatabase
            from bot.storage.postgresql.server import Server

            return PostgresqlDatabase(Server.of(parsed), patience=patience)
        case "postgresql" | "postgres":
            raise UnsupportedDatabase(DriverUnsupported())
        case other:
            raise UnsupportedDatabase(DialectUnsupported(other))


def passwords(url: str) -> list[str]:
    """What of a database URL must never be shown: its password, as it is and as the URL writes it."""
    try:
        password = make_url(url).password
    except (ArgumentError, ValueError):
        return []
    return (
        [] if password is None else sorted({str(password), quote_plus(str(password)), quote(str(password))})
    )


def _file(url: URL) -> Path:
    name = url.database or ""
    if name in ("", ":memory:") or name.startswith("file:"):
        raise UnsupportedDatabase(NoDatabaseFile())
    return Path(name).absolute()
