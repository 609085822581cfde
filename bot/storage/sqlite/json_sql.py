"""The constructs of `bot.storage.json_sql` as SQLite says them."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from bot.storage.json_sql import (
    HexDigits,
    IsAmong,
    IsSelected,
    JsonArray,
    JsonArrayOf,
    JsonElement,
    JsonElements,
    JsonText,
    JsonValue,
)


@compiles(JsonArray, "sqlite")
def _array(element: JsonArray, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array({compiler.process(element.clauses, **options)})"


@compiles(JsonArrayOf, "sqlite")
def _array_of(element: JsonArrayOf, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **options)})"


@compiles(JsonValue, "sqlite")
def _value(element: JsonValue, compiler: SQLCompiler, **options: Any) -> str:
    return f"json({compiler.process(element.clauses, **options)})"


@compiles(JsonText, "sqlite")
def _text(element: JsonText, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(HexDigits, "sqlite")
def _hex(element: HexDigits, compiler: SQLCompiler, **options: Any) -> str:
    return f"hex({compiler.process(element.clauses, **options)})"


@compiles(JsonElements, "sqlite")
def _elements(element: JsonElements, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(JsonElement, "sqlite")
def _element(element: JsonElement, compiler: SQLCompiler, **options: Any) -> str:
    value, place = (compiler.process(part, **options) for part in element.clauses)
    return f"json_extract({value}, '$[{place}]')"


@compiles(IsAmong, "sqlite")
def _is_among(element: IsAmong, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(IsSelected, "sqlite")
def _is_selected(element: IsSelected, compiler: SQLCompiler, **options: Any) -> str:
    column, found = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN {found}"
