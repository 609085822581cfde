"""What a member wrote of their quiet hours that can't be taken."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused


@dataclass(eq=False)
class BadHour(Refused):
    """It isn't a time of day."""

    text: str


@dataclass(eq=False)
class UnknownZone(Refused):
    """It names no time zone, or several."""

    text: str


@dataclass(eq=False)
class QuietAllDay(Refused):
    """They would never end: they begin when they end."""
