"""What each database does in its own words: batches, long lists, large answers. Here it is SQLite.

A batch goes in, and a large answer comes out, as one JSON text. SQLite's Python module gives up the interpreter
lock at every row that it steps over, and waits for the event loop's thread to get it back, five milliseconds when
that thread is busy; one row of JSON is one step. The loop's own part is one call of a JSON codec.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, Select, Table, bindparam, func, select, true
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

__all__ = ["Insert", "add_missing", "among", "insert", "json_rows", "listed", "many", "rows_of"]

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


def add_missing(table: Table, *columns: str) -> Insert:
    """Insert the rows of the parameter `rows` (see `json_rows`), in their order, except those that would break a
    unique constraint."""
    given = func.json_each(bindparam("rows")).table_valued("key", "value")
    values = [func.json_extract(given.c.value, f"$[{place}]") for place in range(len(columns))]
    # WHERE TRUE: without it SQLite reads ON CONFLICT as a join's ON.
    rows = select(*values).where(true()).order_by(given.c.key)
    return insert(table).from_select(list(columns), rows, include_defaults=False).on_conflict_do_nothing()


def json_rows(rows: Iterable[Sequence[int | str | None]]) -> dict[str, str]:
    """The parameter of `add_missing`."""
    return {"rows": _encode(list(rows)).decode()}


def among(column: Column[Any], name: str) -> ColumnElement[bool]:
    """Whether the column is one of the values of the parameter `name` (see `listed`), however many they are."""
    return column.in_(select(func.json_each(bindparam(name)).table_valued("value").c.value))


def listed(values: Iterable[int | str]) -> str:
    """The parameter of `among`."""
    return _encode(list(values)).decode()


def many(statement: Select[*tuple[Any, ...]]) -> Select[str]:
    """The statement, answering with all of its rows at once, for `rows_of`.

    Its columns must be numbers and texts, as they stand in the database: no column type is applied to them.
    """
    rows = statement.subquery()
    return select(func.json_group_array(func.json_array(*rows.c)))


async def rows_of(connection: AsyncConnection, statement: Select[str], parameters: dict[str, Any]) -> Any:
    """The rows of a statement made by `many`, each a list."""
    answer = await connection.execute(statement, parameters)
    return _decode(answer.scalar_one())
