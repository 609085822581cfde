"""What is refused of reports on what became of a proposal."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors.base import Refused


@dataclass(eq=False)
class BadLink(Refused):
    """It is no address on the web, or too long."""

    typed: str


@dataclass(eq=False)
class TooManyReports(Refused):
    """A proposal has so many."""

    limit: int


@dataclass(eq=False)
class ReportedJustNow(Refused):
    """Another report of the proposal came a short time ago."""

    again_at: datetime
