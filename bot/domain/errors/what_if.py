"""What can't be counted otherwise, and why."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused


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
