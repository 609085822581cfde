"""The words of proposals, which each database indexes in its own way (sqlite/full_text.py, postgresql/full_text.py).

A word stands in the index behind the server that it belongs to: what is looked up in one server is a range of the
index that no other server has anything in. Which words a text has is said once, in bot/domain/proposals/words.py: the
databases take them as they are.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, bindparam, column, table
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from bot.domain.ids import GuildId
from bot.storage.columns import Text
from bot.storage.dialect import listed

INDEX = "proposal_words"
proposal_words = table(INDEX, column("rowid"), column("words"))
"""`rowid` is the proposal. What else it consists of is the database's own matter: it is no table of the metadata."""


class IndexedWords(FunctionElement[Any]):
    """The words of an array that is given as text, as they go into the index."""

    name = "indexed_words"
    inherit_cache = True
    type = NullType()

    @classmethod
    def of(cls, parameter: str) -> "IndexedWords":
        """Of the parameter that `keyed` makes."""
        return cls(bindparam(parameter, type_=Text()))


class HasWords(FunctionElement[bool]):
    """Whether the proposal in a column has, for each of the words of an array that is given as text, one that begins
    like it."""

    name = "has_words"
    inherit_cache = True
    type = Boolean()

    @classmethod
    def of(cls, proposal: Column[Any], parameter: str) -> ColumnElement[bool]:
        """Of the words of the parameter that `keyed` makes; there must be one."""
        return cls(proposal, bindparam(parameter, type_=Text()))

    def self_group(self, against: Any = None) -> "HasWords":
        # It is a comparison already (see `IsAmong`).
        return self


def keyed(guild: GuildId, words: Iterable[str]) -> str:
    """The words as they stand in the index for this server."""
    return listed(f"{guild}x{word}" for word in words)
