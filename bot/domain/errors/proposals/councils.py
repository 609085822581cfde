"""What is refused in the line by which those who are elected become owners of a Safe."""

from bot.domain.fault import Fault


class SeatsForm(Fault, frozen=True):
    """A line that begins like one that gives seats, and isn't one."""


class SeatsTwice(Fault, frozen=True):
    """Another line gives seats already."""


class SeatsNotAllowed(Fault, frozen=True):
    """The track doesn't let a vote change who owns its Safe, or has none."""


class SeatsAlone(Fault, frozen=True):
    """The Safe has something else to do by the same proposal."""


class NotAnOwner(Fault, frozen=True):
    """Who is to leave is no owner of the Safe."""

    account: str


class ThresholdTooHigh(Fault, frozen=True):
    """More signatures would be needed than there can be owners, even if every seat is taken."""

    threshold: int
    most: int
