"""Refusals of dry runs."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault


@dataclass(eq=False)
class PretendVotesUnclear(Refused):
    """A part of what pretend voters are to do."""

    text: str


@dataclass(eq=False)
class PretendVotesOutOfBounds(Refused):
    """They hold more than there is, or there are too many of them."""

    most: int


class MembersStake(Fault, frozen=True):
    """Its votes have no end, and no ballots."""


class MembersAreElected(Fault, frozen=True):
    """Its choices are members, who would have to stand."""


class NothingOnChain(Fault, frozen=True):
    """Its power is read on no chain, so that nobody can pretend to have some."""


@dataclass(eq=False)
class DryRunUnfit(Refused):
    """What can't be played through on this track."""

    track: str
    why: Fault


@dataclass(eq=False)
class DryRunUnderWay(Refused):
    """Somebody plays one through in this server."""


@dataclass(eq=False)
class DryRunOver(Refused):
    """It was ended, or its time is over."""
