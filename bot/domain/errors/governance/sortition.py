"""Refusals where juries are drawn."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors.base import Refused


@dataclass(eq=False)
class PoolUnreadable(Refused):
    """A word that names no member."""

    text: str


@dataclass(eq=False)
class PoolOutOfBounds(Refused):
    """Too few can be drawn for so many seats, or too many."""

    found: int
    seats: int
    most: int


@dataclass(eq=False)
class DrawOutOfTime(Refused):
    """The block would come too soon, so that somebody might know it, or too late."""

    soonest: timedelta
    latest: timedelta


@dataclass(eq=False)
class DrawsFull(Refused):
    """As many draws of the server wait for their block as may wait at once."""

    most: int


@dataclass(eq=False)
class DrawUnknown(Refused):
    """The server has no draw of that number."""

    number: int
