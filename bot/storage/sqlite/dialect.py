"""How SQLAlchemy drives the connections of `driver.py`.

A dialect's own ways to begin and to execute, rather than listeners to an engine's events: for an engine that has any
listener, SQLAlchemy asks for those of every event at each statement. And it asks a new connection for nothing, since
that costs visits to its thread.
"""

from typing import Any, Literal

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite

from bot.storage.statements import UNANSWERED

NAME = "sqlite+whole"
"""In an engine's URL."""


class WholeDialect(SQLiteDialect_aiosqlite):
    driver = "whole"
    supports_statement_cache = True

    def __init__(self, writes: bool, **options: Any) -> None:
        """`writes`: whether transactions write; they keep all others from it from their begin."""
        super().__init__(**options)
        self._writes = writes
        self._begin = "BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED"

    def on_connect(self) -> None:  # type: ignore[override]
        """SQLAlchemy adds functions for regular expressions and for rounding down: no statement of ours has any."""

    def get_default_isolation_level(self, dbapi_conn: Any) -> Literal["SERIALIZABLE"]:
        """SQLite's own one, where no cache is shared."""
        return "SERIALIZABLE"

    def do_begin(self, dbapi_connection: Any) -> None:
        dbapi_connection.driver_connection.begin(self._begin)

    def do_rollback(self, dbapi_connection: Any) -> None:
        if self._writes:
            dbapi_connection.rollback()
        else:
            dbapi_connection.driver_connection.release()

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        if self._writes and context is not None and UNANSWERED in context.execution_options:
            context.root_connection.connection.driver_connection.send(statement, parameters)
        else:
            cursor.execute(statement, parameters)


registry.register(NAME.replace("+", "."), __name__, WholeDialect.__name__)
