"""What is wrong in a line about a stream or a vesting."""

from typing import Literal

from bot.domain.fault import Fault


class StreamForm(Fault, frozen=True):
    """How a line is written that makes a stream."""

    verb: Literal["stream", "vest"]


class CancelForm(Fault, frozen=True):
    pass


class WithdrawForm(Fault, frozen=True):
    pass


class NotALength(Fault, frozen=True):
    """What should be a number of days, weeks, months or years is none, or is too much."""

    text: str
    most: int
    """Years."""


class CliffTooLong(Fault, frozen=True):
    """The cliff isn't before the end."""


class NotADay(Fault, frozen=True):
    """What should be a day, as 2027-01-31, is none."""

    text: str


class OnlyTokensStream(Fault, frozen=True):
    native: str
    """The symbol of the chain's coin."""


class NoStreamContract(Fault, frozen=True):
    """The operator has named no contract that could do it."""

    by: str
    """How the author called it; empty where any would do."""


class SeveralStreamContracts(Fault, frozen=True):
    """A stream's number means another one at each of these."""

    contracts: tuple[str, ...]


class NotByTheSecond(Fault, frozen=True):
    """Something was asked for that LlamaPay doesn't have."""

    word: str


class RateOfNothing(Fault, frozen=True):
    """So little for so long that nothing would be paid in a second."""
