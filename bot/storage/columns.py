"""How values stand in the database: exact, and the same in every dialect."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import BigInteger, Integer
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.domain.ids import ChainId

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(time: datetime) -> int:
    """Microseconds since 1970 UTC. Raises ValueError for a time without its zone: nobody could say when it is."""
    if time.tzinfo is None:
        raise ValueError(f"{time.isoformat()} has no time zone")
    return (time - EPOCH) // _MICROSECOND


def moment(microseconds_since_epoch: int) -> datetime:
    """The time, in UTC, of so many microseconds since 1970."""
    return EPOCH + timedelta(microseconds=microseconds_since_epoch)


def identity() -> TypeEngine[int]:
    """A number that the database gives. (SQLite counts up by itself only in a column of type INTEGER.)"""
    return BigInteger().with_variant(Integer, "sqlite")


def storable(text: str) -> str:
    """The text with U+FFFD for what not every database stores (NUL) and no UTF-8 has (lone surrogates): one member's
    odd letter must not hold up what is stored along with it."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Text(TypeDecorator[str]):
    """Text of any length; `storable`, so that every database holds the same."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Moment(TypeDecorator[datetime]):
    """A time, as whole microseconds since 1970 UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else moment(value)


class Span(TypeDecorator[timedelta]):
    """A length of time, as whole microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        return None if value is None else value // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        return None if value is None else value * _MICROSECOND


class Amount(TypeDecorator[int]):
    """Power, wei, anything that may pass 2**63: decimal digits as text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not isinstance(value, int):
            raise TypeError(f"an amount is an int, not {value!r}")
        return str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> int | None:
        return None if value is None else int(value)


_MANY = 200
"""Brackets; more of them may be nested more deeply than Python's own reader can follow."""


def document(text: str) -> Any:
    """What a JSON text holds. Raises ValueError, also for one that is nested more deeply than anything that is written
    here: orjson follows no more than some thousand brackets into each other."""
    if text.count("[") + text.count("{") > _MANY:
        orjson.loads(text)
    return json.loads(text)


_EVERY_CHAIN = 0


def chain_number(chain: ChainId | None) -> int:
    """A chain, or none in particular, in a column that is part of a key."""
    return _EVERY_CHAIN if chain is None else chain


def chain_of(number: int) -> ChainId | None:
    """The chain of such a column; None: of no chain in particular."""
    return None if number == _EVERY_CHAIN else ChainId(number)
