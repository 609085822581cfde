"""How statements are executed: compiled once, whichever connection runs them, and some of them without an answer."""

from typing import Any, TypeVar

from sqlalchemy import Compiled, Executable
from sqlalchemy.util import LRUCache

Statement = TypeVar("Statement", bound=Executable)

UNANSWERED = "unanswered"
"""The execution option of a statement whose answer nobody reads."""


def unanswered(statement: Statement) -> Statement:
    """The statement, where nobody asks how many rows it changed.

    SQLite's writer executes it with the next statement of its transaction, or with the commit, and raises there what
    it raises: its connection's thread is visited once less. PostgreSQL executes it at once.
    """
    return statement.execution_options(**{UNANSWERED: True})


class StatementCache(LRUCache[Any, Compiled]):
    """A cache of compiled statements for several engines.

    SQLAlchemy's own keeps what it compiled for one engine alone: its keys begin with the engine's dialect object. Ours
    differ in connections and transactions, never in how a statement is said, so that its name does instead.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_shared(key), default)

    def __getitem__(self, key: Any) -> Compiled:
        return super().__getitem__(_shared(key))

    def __setitem__(self, key: Any, value: Compiled) -> None:
        super().__setitem__(_shared(key), value)


def _shared(key: Any) -> Any:
    dialect, *statement = key
    return (dialect.name, *statement)


STATEMENTS = StatementCache(1000)
"""Of all databases of this process. There are some hundred; of those with parts that vary, the last used ones stay."""
