"""What is refused in a proposal's lines: actions for the chain, and grants of reputation."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault


@dataclass(eq=False)
class BadAction(Refused):
    """One line of a proposal's actions that can't become a call."""

    line_number: int
    line: str
    fault: Fault


class PaymentPart(StrEnum):
    """What a payment has to name once."""

    AMOUNT = "amount"
    ASSET = "asset"
    RECIPIENT = "recipient"


@dataclass(eq=False)
class PaymentUnclear(Refused):
    """A payment that doesn't say how much is sent, or what, or to whom, or says it twice."""

    part: PaymentPart
    twice: bool


class BadAmountOf(Fault, frozen=True):
    """The amount in a line can't be used."""

    text: str
    fault: Fault


class BadAddressOf(Fault, frozen=True):
    """An address in a line is none."""

    text: str
    fault: Fault


class OnlyTransfers(Fault, frozen=True):
    """The track weighs what is asked of its pool, and only a transfer of the pool's asset asks for an amount."""

    symbol: str


class TooManyGrants(Fault, frozen=True):
    limit: int


class GrantedTwice(Fault, frozen=True):
    """A member has a line already, and may have one."""

    member: int


class GrantForm(Fault, frozen=True):
    """A line that begins like a grant or a slash, and isn't one."""

    verb: str
    towards: str


class GrantAmount(Fault, frozen=True):
    """More than 0 points, and at most so many."""

    most: int


class NoMember(Fault, frozen=True):
    """A number that no member's id can be."""

    member: int
