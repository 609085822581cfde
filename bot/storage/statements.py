"""Statements that are compiled once, whichever connection runs them."""

from typing import Any

from sqlalchemy import Compiled
from sqlalchemy.util import LRUCache


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
