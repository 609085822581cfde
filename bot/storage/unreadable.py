"""Rows that can't be read: each is left out where others are read too, logged once, and stops nothing else."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec
import structlog
from sqlalchemy import Column, Row, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import ProposalId

Found = TypeVar("Found")

_log = structlog.get_logger(__name__)

FAULTS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    msgspec.MsgspecError,
    StoredDataInvalid,
)
"""What making a fact of a row raises where something else stands in it than this program writes."""

_OF_A_ROW = ("json cannot hold blob", "could not decode to utf-8", "malformed json")
"""What SQLite says of a value that isn't of its column's type. PostgreSQL keeps such a value out."""

_REMEMBERED = 10_000
_LONGEST = 300


def is_of_a_row(error: DBAPIError) -> bool:
    """Whether a statement failed because of what stands in one row: the transaction goes on."""
    return any(words in str(error.orig).casefold() for words in _OF_A_ROW)


@contextmanager
def named(what: str, proposal: ProposalId | None = None) -> Iterator[None]:
    """What can't be read inside of it is named: raises StoredDataInvalid. `what` is a table, and the key of a row or of
    what rows belong to."""
    try:
        yield
    except FAULTS as error:
        raise StoredDataInvalid(f"{what}: {words_of(error)}", proposal=proposal) from error


def words_of(error: Exception) -> str:
    """What is wrong, in technical words, without what stands there."""
    if isinstance(error, StoredDataInvalid):
        return error.what
    if isinstance(error, DBAPIError):
        return next(words for words in _OF_A_ROW if words in str(error.orig).casefold())
    return " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST]


class UnreadableRows:
    """Those that were found since the program started."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def report(self, row: str, error: Exception) -> None:
        """Log it, unless the same was logged before. `row` names it by its table and its key, such as "tracks 7"."""
        known = (row, words_of(error))
        if known in self._known:
            return
        self._known[known] = None
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        _log.error("row.unreadable", row=row, error=words_of(error))


async def readable(
    connection: AsyncConnection,
    statement: Select[Any],
    key: Column[Any],
    parameters: dict[str, Any],
    make: Callable[[Row[Any]], Found],
    unreadable: UnreadableRows,
) -> list[Found]:
    """What `make` makes of each row of a statement. Those that can't be read are reported, and left out.

    `key` is the column by which each row is found alone.
    """
    try:
        return [make(row) for row in await connection.execute(statement, parameters)]
    except (*FAULTS, DBAPIError) as error:
        _check_of_a_row(error)
        # One row made the whole statement fail: each is asked for by itself.
        singly = isinstance(error, DBAPIError)
    # Once more, row by row; by the key, too, so that the keys come in the order of the rows.
    ordered = statement.order_by(key)
    keys = (await connection.scalars(ordered.with_only_columns(key), parameters)).all()
    rows = None if singly else await connection.execute(ordered, parameters)
    found: list[Found] = []
    for each in keys:
        try:
            if rows is None:
                row = (await connection.execute(statement.where(key == each), parameters)).one()
            else:
                row = rows.fetchone()
            found.append(make(row))
        except (*FAULTS, DBAPIError) as error:
            _check_of_a_row(error)
            unreadable.report(f"{key.table.name} {each}", error)
    return found


def _check_of_a_row(error: Exception) -> None:
    """Raises the database's error where it is not about what stands in a row."""
    if isinstance(error, DBAPIError) and not is_of_a_row(error):
        raise error
