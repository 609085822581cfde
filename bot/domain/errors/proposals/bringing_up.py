"""What is refused of bringing a proposal of a part up to the space above."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault


@dataclass(eq=False)
class NotBroughtUp(Refused):
    """A proposal doesn't go up to the space above, or not with what it would say then."""

    fault: Fault


@dataclass(eq=False)
class DraftMoved(Refused):
    """A draft was taken to another space while it was submitted."""


class WithinLimits(Fault, frozen=True):
    """Nothing in it is beyond what was set from above: the part decides on it itself."""


class OnlyCalls(Fault, frozen=True):
    """It does something beside the calls of an executor: that would be about the space above."""


class OnOneChain(Fault, frozen=True):
    """Several executors would carry it out, or none."""


class DecidesItself(Fault, frozen=True):
    """Its executor does what its own voters decide, whoever else votes for it."""


class NoTrackForParts(Fault, frozen=True):
    """The rules of the space above name no track that takes what its parts bring up."""

    space: str


class TrackUnfit(Fault, frozen=True):
    """The track that takes what parts bring up isn't there, or can't decide on calls of an executor."""

    space: str
    track: str
