"""SQLite as SQLAlchemy speaks it, but for what it asks of each new connection: that costs visits to its thread."""

from typing import Any, Literal

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite

NAME = "sqlite+whole"
"""In an engine's URL."""


class WholeDialect(SQLiteDialect_aiosqlite):
    """Its connections are `bot.storage.sqlite.driver`'s, which are set up when they are handed over."""

    supports_statement_cache = True

    def on_connect(self) -> None:  # type: ignore[override]
        """SQLAlchemy adds functions for regular expressions and for rounding down: no statement of ours has any."""

    def get_default_isolation_level(self, dbapi_conn: Any) -> Literal["SERIALIZABLE"]:
        """SQLite's own one, where no cache is shared."""
        return "SERIALIZABLE"


registry.register("sqlite.whole", __name__, WholeDialect.__name__)
