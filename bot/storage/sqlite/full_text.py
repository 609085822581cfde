"""The constructs of `bot.storage.full_text` as SQLite says them: an FTS5 table.

Its tokenizer takes all but ASCII's marks and spaces as parts of words, and the words have none of these.
"""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from bot.storage.full_text import INDEX, HasWords, IndexedWords


@compiles(IndexedWords, "sqlite")
def _indexed(element: IndexedWords, compiler: SQLCompiler, **options: Any) -> str:
    words = compiler.process(element.clauses, **options)
    return f"(SELECT coalesce(group_concat(value, ' '), '') FROM json_each({words}))"


@compiles(HasWords, "sqlite")
def _has(element: HasWords, compiler: SQLCompiler, **options: Any) -> str:
    proposal, words = (compiler.process(part, **options) for part in element.clauses)
    query = f"""SELECT group_concat('"' || value || '"*', ' ') FROM json_each({words})"""
    return f"{proposal} IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH ({query}))"
