"""Statements that no two databases say alike: batches, long lists, large answers.

A batch goes in, and a large answer comes out, as one JSON text. SQLite's Python module gives up the interpreter
lock at every row that it steps over, and waits for the event loop's thread to get it back, five milliseconds when
that thread is busy; one row of JSON is one step. PostgreSQL's driver makes Python objects of rows in the event loop
itself. Either way the loop's own part is one call of a JSON codec.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    Select,
    Table,
    bindparam,
    cast,
    func,
    literal_column,
    select,
    true,
)

# It has the words of both databases, whose ON CONFLICT is the same.
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from bot.storage.columns import microseconds, storable
from bot.storage.json_sql import (
    IsAmong,
    IsSelected,
    JsonArray,
    JsonArrayOf,
    JsonElement,
    JsonElements,
    JsonText,
)
from bot.storage.statements import unanswered

__all__ = [
    "Insert",
    "add_missing",
    "among",
    "insert",
    "json_rows",
    "listed",
    "many",
    "reached",
    "rows_of",
    "selected",
    "timed",
]

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode

_NUL = b"\\u0000"


def add_missing(table: Table, *columns: str) -> Insert:
    """Insert the rows of the parameter `rows` (see `json_rows`), in their order, except those that would break a
    unique constraint. How many they were is not told (see `unanswered`)."""
    given = JsonElements.of("rows")
    places = count()

    def next_one(kind: TypeEngine[Any]) -> ColumnElement[Any]:
        return cast(JsonElement(given.c.value, literal_column(str(next(places)))), kind)

    def value(column: Column[Any]) -> ColumnElement[Any]:
        if not isinstance(column.type, LargeBinary):
            return next_one(column.type)
        together = bindparam("together", type_=LargeBinary())
        return func.substr(together, next_one(Integer()), next_one(Integer()), type_=LargeBinary())

    values = [value(table.c[name]) for name in columns]
    # WHERE TRUE: without it SQLite reads ON CONFLICT as a join's ON.
    rows = select(*values).where(true()).order_by(given.c.key)
    adding = insert(table).from_select(list(columns), rows, include_defaults=False).on_conflict_do_nothing()
    return unanswered(adding)


def json_rows(rows: Iterable[Sequence[int | str | bytes | None]]) -> dict[str, str | bytes]:
    """The parameters of `add_missing`. Texts become `storable`. Raises OverflowError for a number beyond 64 bits.

    JSON has no bytes: those of all rows go along as one value, and in the rows stands where each begins in it, counted
    from 1, and how long it is.
    """
    together: list[bytes] = []
    given, begin = [], 1
    for row in rows:
        plain: list[int | str | None] = []
        for value in row:
            if isinstance(value, bytes):
                plain += [begin, len(value)]
                together.append(value)
                begin += len(value)
            else:
                plain.append(value)
        given.append(plain)
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
    parameters: dict[str, str | bytes] = {"rows": encoded.decode()}
    if together:
        # To SQLite a part of no bytes at all is NULL.
        parameters["together"] = b"".join(together) or b"\0"
    return parameters


def reached(column: Column[Any], at: Column[Any]) -> Select[*tuple[Any]]:
    """Of the values in the parameter `rows` (see `timed`) those that stand in a row whose time `at` has come. Each is
    looked up by itself, in an index on both columns."""
    given = JsonElements.of("rows")
    value = cast(JsonElement(given.c.value, literal_column("0")), column.type)
    by = cast(JsonElement(given.c.value, literal_column("1")), at.type)
    # Without the order, or with EXISTS, PostgreSQL looks through the whole table where many rows have the value.
    first = select(at).where(column == value, at <= by).order_by(at).limit(1).scalar_subquery()
    return select(value).where(first.is_not(None))


def timed(until: Mapping[str, datetime]) -> dict[str, str | bytes]:
    """The parameters of `reached`: values, and until when the times of each are meant."""
    return json_rows((value, microseconds(time)) for value, time in until.items())


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
    type is applied to them. Bytes go through `HexDigits`.
    """
    rows = statement.subquery()
    return select(JsonText(JsonArrayOf(JsonArray(*rows.c))))


async def rows_of(connection: AsyncConnection, statement: Select[str], parameters: dict[str, Any]) -> Any:
    """The rows of a statement made by `many`, each a list."""
    answer = await connection.execute(statement, parameters)
    return _decode(answer.scalar_one())
