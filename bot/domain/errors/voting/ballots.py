"""What is refused in what a ballot says."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault

if TYPE_CHECKING:
    from bot.domain.counting.mechanism import BallotKind
    from bot.domain.ids import Address, Power, ProposalNumber
    from bot.domain.proposals.apart import WhyTogether


@dataclass(eq=False)
class NotOnBallot(Refused):
    """An unknown choice."""

    number: "ProposalNumber"
    given: str
    choices: tuple[str, ...]


@dataclass(eq=False)
class BallotUnclear(Refused):
    """What was given is no ballot of this vote's mechanism."""

    number: "ProposalNumber"
    fault: Fault
    kind: "BallotKind"
    """Of the ballots of this vote."""


@dataclass(eq=False)
class AboveBudget(Refused):
    """The votes that a ballot gives cost more than its voter has. Amounts in base units."""

    number: "ProposalNumber"
    cost: "Power"
    power: "Power"
    """The voter's own, and what is delegated to them now."""
    symbol: str
    decimals: int


# A wallet that says something apart


@dataclass(eq=False)
class WalletsTogether(Refused):
    """In this vote all of a member's wallets say the same."""

    number: "ProposalNumber"
    together: "WhyTogether"


@dataclass(eq=False)
class WalletNotCounting(Refused):
    """The wallet doesn't count for the member in this vote."""

    number: "ProposalNumber"
    wallet: "Address"


@dataclass(eq=False)
class NothingToBeApartFrom(Refused):
    """The member has no ballot in this vote, and it wasn't said what their other wallets say."""

    number: "ProposalNumber"


@dataclass(eq=False)
class TooManyApart(Refused):
    """More of the member's wallets would say something apart than may."""

    number: "ProposalNumber"
    limit: int


class NoSuchChoice(Fault, frozen=True):
    text: str


class NamedTwice(Fault, frozen=True):
    name: str


class NoWeight(Fault, frozen=True):
    """A part of a ballot that isn't a choice with a whole number."""

    text: str


class WeightTooLarge(Fault, frozen=True):
    name: str


class WeightNotWhole(Fault, frozen=True):
    text: str
    name: str


class OfOtherChoices(Fault, frozen=True):
    """An order that was clicked together before the choices were changed."""
