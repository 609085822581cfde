"""What can't be counted otherwise, and why."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault


@dataclass(eq=False)
class BallotsSayOtherwise(Refused):
    """The ballots don't say what this way of counting asks."""

    mechanism: str
    allowed: tuple[str, ...]
    """The mechanisms that can count them."""


@dataclass(eq=False)
class UnknownCounting(Refused):
    """There is no such way of counting."""

    mechanism: str
    known: tuple[str, ...]


class FileAlone(Fault, frozen=True):
    """A file has all of its rules: nothing else changes them."""


# Why a past vote can't be replayed


class BallotsOfAnotherKind(Fault, frozen=True):
    """Its ballots don't say what the policy's mechanism asks."""


class OtherChoices(Fault, frozen=True):
    """It was between other choices than the policy's."""


class OtherPower(Fault, frozen=True):
    """The policy's power comes from what was not read then."""


class OtherDelegation(Fault, frozen=True):
    """Power would have been delegated otherwise."""


class TotalNotRead(Fault, frozen=True):
    """A rule is a share of all power, which was not read then, or would be another."""


class NotCountable(Fault, frozen=True):
    """The rules can't be applied to it."""

    field: str
    fault: Fault
