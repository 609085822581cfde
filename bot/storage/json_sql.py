"""JSON in SQL, in words of our own: each database has its own for them (sqlite/json_sql.py, postgresql/json_sql.py).

A JSON value is a number, a text, null, or an array of such; a boolean is the number 0 or 1.
"""

from typing import Any, Self

from sqlalchemy import Boolean, Column, ColumnElement, FromClause, Select, Text, bindparam
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import NullType


class JsonArray(FunctionElement[Any]):
    """The array of these values, in one row."""

    name = "json_array"
    inherit_cache = True
    type = NullType()


class JsonArrayOf(FunctionElement[Any]):
    """Aggregate: the array of the value in each row; empty where there is no row."""

    name = "json_array_of"
    inherit_cache = True
    type = NullType()


class JsonValue(FunctionElement[Any]):
    """What a CASE or a subquery gives, still as JSON. (To SQLite it is text again, which an array would quote.)"""

    name = "json_value"
    inherit_cache = True
    type = NullType()


class JsonText(FunctionElement[str]):
    """A JSON value as text, as which an answer comes."""

    name = "json_text"
    inherit_cache = True
    type = Text()


class HexDigits(FunctionElement[str]):
    """Bytes as hexadecimal digits, for `bytes.fromhex`: JSON has none."""

    name = "hex_digits"
    inherit_cache = True
    type = Text()


class JsonElements(FunctionElement[Any]):
    """The table of the elements of an array that is given as text: `key`, from 0 or 1, and `value`."""

    name = "json_elements"
    inherit_cache = True

    @classmethod
    def of(cls, parameter: str) -> FromClause:
        """The elements of the array that this parameter gives as text."""
        return cls(bindparam(parameter, type_=Text())).table_valued("key", "value")


class JsonElement(FunctionElement[Any]):
    """What stands at a place, counted from 0, of the array in a `value` of `JsonElements`; untyped, so cast it."""

    name = "json_element"
    inherit_cache = True
    type = NullType()


class IsAmong(FunctionElement[bool]):
    """Whether a column is one of the elements of an array that is given as text."""

    name = "is_among"
    inherit_cache = True
    type = Boolean()

    @classmethod
    def of(cls, column: Column[Any], parameter: str) -> ColumnElement[bool]:
        """Whether the column is one of the numbers or texts of the array that this parameter gives as text."""
        return cls(column, bindparam(parameter, type_=Text()))

    def self_group(self, against: OperatorType | None = None) -> Self:
        # It is a comparison already: SQLAlchemy's "= 1" behind it would keep SQLite from using the column's index.
        return self


class IsSelected(FunctionElement[bool]):
    """Whether a column is one of those that a statement finds, which is asked first and once."""

    name = "is_selected"
    inherit_cache = True
    type = Boolean()

    @classmethod
    def of(cls, column: Column[Any], found: Select[Any]) -> ColumnElement[bool]:
        """Whether the column is one of the values of the statement's only column."""
        return cls(column, found.scalar_subquery())

    def self_group(self, against: OperatorType | None = None) -> Self:
        # As above.
        return self
