"""Statements that no two databases say alike: batches, long lists, large answers.

A batch goes in, and a large answer comes out, as one JSON text. SQLite's Python module gives up the interpreter
lock at every row that it steps over, and waits for the event loop's thread to get it back, five milliseconds when
that thread is busy; one row of JSON is one step. PostgreSQL's driver makes Python objects of rows in the event loop
itself. Either way the loop's own part is one call of a JSON codec.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, Select, Table, cast, literal_column, select, true

# It has the words of both databases, whose ON CONFLICT is the same.
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from bot.storage.columns import storable
from bot.storage.json_sql import (
    IsAmong,
    IsSelected,
    JsonArray,
    JsonArrayOf,
    JsonElement,
    JsonElements,
    JsonText,
)

__all__ = ["Insert", "add_missing", "among", "insert", "json_rows", "listed", "many", "rows_of", "selected"]

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode

_NUL = b"\\u0000"


def add_missing(table: Table, *columns: str) -> Insert:
    """Insert the rows of the parameter `rows` (see `json_rows`), in their order, except those that would break a
    unique constraint."""
    given = JsonElements.of("rows")
    values = [
        cast(JsonElement(given.c.value, literal_column(str(place))), table.c[name].type)
        for place, name in enumerate(columns)
    ]
    # WHERE TRUE: without it SQLite reads ON CONFLICT as a join's ON.
    rows = select(*values).where(true()).order_by(given.c.key)
    return insert(table).from_select(list(columns), rows, include_defaults=False).on_conflict_do_nothing()


def json_rows(rows: Iterable[Sequence[int | str | None]]) -> dict[str, str]:
    """The parameter of `add_missing`. Texts become `storable`. Raises OverflowError for a number beyond 64 bits."""
    given = list(rows)
    try:
        encoded = _encode(given)
        odd = _NUL in encoded
    except UnicodeEncodeError:  # a lone surrogate
        odd = True
    if odd:
        encoded = _encode(
            [[storable(value) if isinstance(value, str) else value for value in row] for row in given]
        )
    for row in given:
        _check(row)
    return {"rows": encoded.decode()}


def among(column: Column[Any], name: str) -> ColumnElement[bool]:
    """Whether the column is one of the values of the parameter `name` (see `listed`), however many they are."""
    return IsAmong.of(column, name)


def selected(column: Column[Any], found: Select[Any]) -> ColumnElement[bool]:
    """Whether the column is one of those that a statement of few rows finds: it is asked first, and once."""
    return IsSelected.of(column, found)


def listed(values: Iterable[int | str]) -> str:
    """The parameter of `among`. Raises OverflowError for a number beyond 64 bits."""
    given = list(values)
    _check(given)
    return _encode(given).decode()


def _check(values: Iterable[int | str | None]) -> None:
    """Raise OverflowError for a number beyond 64 bits: SQLite's JSON would make a float of it without a word."""
    for value in values:
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise OverflowError(f"{value} does not fit the database's 64 bits")


def many(statement: Select[*tuple[Any, ...]]) -> Select[str]:
    """The statement, answering with all of its rows at once, for `rows_of`.

    Its columns must be numbers, booleans (0 and 1 in the answer) and texts, as they stand in the database: no column
    type is applied to them.
    """
    rows = statement.subquery()
    return select(JsonText(JsonArrayOf(JsonArray(*rows.c))))


async def rows_of(connection: AsyncConnection, statement: Select[str], parameters: dict[str, Any]) -> Any:
    """The rows of a statement made by `many`, each a list."""
    answer = await connection.execute(statement, parameters)
    return _decode(answer.scalar_one())
