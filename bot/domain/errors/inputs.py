"""What a person typed that cannot be taken."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault


class NotAnAddress(Fault, frozen=True):
    """It isn't 0x and 40 hexadecimal digits."""


class WrongChecksum(Fault, frozen=True):
    """Its capital letters don't match the address (EIP-55)."""


class NotDecimal(Fault, frozen=True):
    """It isn't a plain decimal number."""


class Separated(Fault, frozen=True):
    """It is written with separators where none may stand."""


class TooManyDecimals(Fault, frozen=True):
    given: int
    possible: int


class TooLarge(Fault, frozen=True):
    """It is more than 256 bits hold."""


class AboveTheWhole(Fault, frozen=True):
    """A share that is more than all of it, or none."""


class Nothing(Fault, frozen=True):
    """It comes to nothing."""


@dataclass(eq=False)
class BadAddress(Refused):
    text: str
    fault: Fault


@dataclass(eq=False)
class BadAmount(Refused):
    """An amount that isn't a plain decimal number, or has more decimals than the token."""

    text: str
    decimals: int
    fault: Fault


class TextField(StrEnum):
    """What a member writes in a field of its own."""

    TITLE = "title"
    TEXT = "text"
    REASON = "reason"
    ACTIONS = "actions"
    """Counted one by one, and not by their characters."""
    LINES = "lines"
    """Those of the actions."""
    ARGUMENT = "argument"
    STATEMENT = "statement"
    """A delegate's, as are the next two."""
    TOPICS = "topics"
    CONFLICTS = "conflicts"
    CONSENT = "consent"
    """What moderators add to what members agree to."""


@dataclass(eq=False)
class TextTooLong(Refused):
    field: TextField
    length: int
    limit: int


@dataclass(eq=False)
class TextMissing(Refused):
    field: TextField


@dataclass(eq=False)
class ModalForgotten(Refused):
    """A form that was refused is asked for again, and is no longer in memory."""
