"""What a person typed that cannot be taken."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused


@dataclass(eq=False)
class BadAddress(Refused):
    text: str
    why: str


@dataclass(eq=False)
class BadAmount(Refused):
    """An amount that isn't a plain decimal number, or has more decimals than the token."""

    text: str
    decimals: int
    why: str


@dataclass(eq=False)
class BadAction(Refused):
    """One line of a proposal's actions that can't become a call."""

    line_number: int
    line: str
    why: str


@dataclass(eq=False)
class TextTooLong(Refused):
    field: str
    length: int
    limit: int


@dataclass(eq=False)
class TextMissing(Refused):
    field: str


@dataclass(eq=False)
class ModalForgotten(Refused):
    """A form that was refused is asked for again, and is no longer in memory."""
