"""The constructs of `bot.storage.json_sql` as PostgreSQL says them."""

from typing import Any

from sqlalchemy import Boolean
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


@compiles(JsonArray, "postgresql")
def _array(element: JsonArray, compiler: SQLCompiler, **options: Any) -> str:
    values = [
        f"CAST({sql} AS INTEGER)" if isinstance(part.type, Boolean) else sql
        for part, sql in ((part, compiler.process(part, **options)) for part in element.clauses)
    ]
    return f"json_build_array({', '.join(values)})"


@compiles(JsonArrayOf, "postgresql")
def _array_of(element: JsonArrayOf, compiler: SQLCompiler, **options: Any) -> str:
    return f"coalesce(json_agg({compiler.process(element.clauses, **options)}), '[]')"


@compiles(JsonValue, "postgresql")
def _value(element: JsonValue, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(JsonText, "postgresql")
def _text(element: JsonText, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS TEXT)"


@compiles(HexDigits, "postgresql")
def _hex(element: HexDigits, compiler: SQLCompiler, **options: Any) -> str:
    return f"encode({compiler.process(element.clauses, **options)}, 'hex')"


@compiles(JsonElements, "postgresql")
def _elements(element: JsonElements, compiler: SQLCompiler, **options: Any) -> str:
    array = f"CAST({compiler.process(element.clauses, **options)} AS JSONB)"
    return f"(SELECT ordinality AS key, value FROM jsonb_array_elements({array}) WITH ORDINALITY)"


@compiles(JsonElement, "postgresql")
def _element(element: JsonElement, compiler: SQLCompiler, **options: Any) -> str:
    value, place = (compiler.process(part, **options) for part in element.clauses)
    return f"({value} ->> {place})"


@compiles(IsAmong, "postgresql")
def _is_among(element: IsAmong, compiler: SQLCompiler, **options: Any) -> str:
    # An array, not IN (SELECT …): the planner then goes through the column's index, however long the list is.
    column, values = (compiler.process(part, **options) for part in element.clauses)
    kind = compiler.dialect.type_compiler_instance.process(element.clauses.clauses[0].type)
    elements = f"SELECT CAST(value AS {kind}) FROM jsonb_array_elements_text(CAST({values} AS JSONB))"
    return f"{column} = ANY (ARRAY({elements}))"


@compiles(IsSelected, "postgresql")
def _is_selected(element: IsSelected, compiler: SQLCompiler, **options: Any) -> str:
    # An array here too. Behind IN the statement is one more table to join, and where there are many, the planner reads
    # whole tables before it comes to it.
    column, found = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY (ARRAY{found})"
