"""The constructs of `bot.storage.full_text` as PostgreSQL says them: a tsvector with an index of its lexemes."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from bot.storage.full_text import INDEX, HasWords, IndexedWords


@compiles(IndexedWords, "postgresql")
def _indexed(element: IndexedWords, compiler: SQLCompiler, **options: Any) -> str:
    words = compiler.process(element.clauses, **options)
    return f"array_to_tsvector(ARRAY(SELECT jsonb_array_elements_text(CAST({words} AS JSONB))))"


@compiles(HasWords, "postgresql")
def _has(element: HasWords, compiler: SQLCompiler, **options: Any) -> str:
    # Without a dictionary: the words are cast, not read as a language. An array for the reason of `IsSelected`.
    proposal, words = (compiler.process(part, **options) for part in element.clauses)
    lexemes = f"jsonb_array_elements_text(CAST({words} AS JSONB)) AS value"
    query = f"SELECT CAST(string_agg('''' || value || ''':*', ' & ') AS TSQUERY) FROM {lexemes}"
    return f"{proposal} = ANY (ARRAY(SELECT rowid FROM {INDEX} WHERE words @@ ({query})))"
