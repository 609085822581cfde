"""What is refused in what a ballot says."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault

if TYPE_CHECKING:
    from bot.domain.counting.mechanism import BallotKind
    from bot.domain.ids import Power, ProposalNumber


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
