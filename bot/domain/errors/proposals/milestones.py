"""What is refused of milestones: their lines, and reports of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault

if TYPE_CHECKING:
    from bot.domain.ids import Address, ProposalNumber


class MilestoneForm(Fault, frozen=True):
    """A line that begins like a milestone, and isn't one."""


class MilestoneTitleLength(Fault, frozen=True):
    most: int


class NoSuchDay(Fault, frozen=True):
    text: str


class MilestoneTooSoon(Fault, frozen=True):
    """The last day for its report is over before anything can be reported."""

    earliest: datetime


class MilestoneTooFar(Fault, frozen=True):
    latest: datetime


class OnlyPayments(Fault, frozen=True):
    """A milestone pays: it sends coins, or tokens of the executor."""


class TooManyMilestones(Fault, frozen=True):
    limit: int


@dataclass(eq=False)
class NoMilestonesHere(Refused):
    """A proposal has milestones, and its track has no rule by which they would be released."""


@dataclass(eq=False)
class NoMilestone(Refused):
    """A proposal has no milestone of this number."""

    number: "ProposalNumber | None"
    """None: it was never submitted."""
    place: int
    count: int
    """How many it has, 0 where it has none."""


@dataclass(eq=False)
class MilestoneNotAwaited(Refused):
    """No report of the milestone may be given now."""

    number: "ProposalNumber"
    place: int
    state: str
    """Of the milestone: a `MilestoneState`."""
    target: "ProposalNumber | None"
    """The release that decided or decides on it, where there is one."""


@dataclass(eq=False)
class NotRecipient(Refused):
    """Only who gets a milestone's payment, or who proposed it, reports it."""

    number: "ProposalNumber"
    place: int
    account: "Address"
    """Who is paid."""


@dataclass(eq=False)
class PaymentAgreed(Refused):
    """A release pays what was promised, and nothing of it can be edited."""

    number: "ProposalNumber"
    target: "ProposalNumber"
    """What promised it."""
