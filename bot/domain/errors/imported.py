"""What can't be imported, and why."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault


@dataclass(eq=False)
class ImportUnreadable(Refused):
    """It isn't what its source publishes."""

    field: str
    fault: Fault


@dataclass(eq=False)
class HistoryUnreadable(Refused):
    """It isn't what `folkmoot export history` wrote, or a record in it isn't what the bot makes of a vote."""

    part: str
    """The file in it."""
    field: str
    """The place in that; nothing where it is all of it."""
    fault: Fault


@dataclass(eq=False)
class OwnHistory(Refused):
    """The votes are the server's own, and are here already."""


@dataclass(eq=False)
class VoteTooLarge(Refused):
    """A record is larger than one that is imported may be."""

    number: int
    """Of its proposal."""
    limit: int


@dataclass(eq=False)
class TooManyVotes(Refused):
    """The space has more closed votes than one file holds."""

    limit: int


@dataclass(eq=False)
class ImportedUnknown(Refused):
    """The space has no such imported vote."""


class NotAHistory(Fault, frozen=True):
    """It is something else than this program writes."""


class HistoryCut(Fault, frozen=True):
    """It ends before its end."""


class WrongPart(Fault, frozen=True):
    """Another file stands where this one should."""

    found: str


class FateOfDefeated(Fault, frozen=True):
    """It says of a decision that wasn't taken what became of it."""

    number: int
    """Of the proposal that didn't pass."""
