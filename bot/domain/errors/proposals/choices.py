"""What is refused as the choices that an author names."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault


@dataclass(eq=False)
class BadChoices(Refused):
    """The choices that an author named can't stand on a ballot."""

    fault: Fault


class NoneNamed(Fault, frozen=True):
    """The track leaves the choices to the author, who has named none yet."""


class NoCandidates(Fault, frozen=True):
    """The vote elects members, and it isn't said for whom its choices stand."""


class NotACandidate(Fault, frozen=True):
    """A line that doesn't name a choice and the member for whom it stands."""

    line: str
    """Its beginning."""


class CandidateTwice(Fault, frozen=True):
    """Two choices stand for the same member."""

    name: str
    other: str


class WrongNumberOfChoices(Fault, frozen=True):
    given: int
    least: int
    most: int


class ChoiceTooLong(Fault, frozen=True):
    """`name` is its beginning, of as many characters as fit."""

    name: str
    length: int
    limit: int


class LikeANumber(Fault, frozen=True):
    """A name that reads like the number of a choice."""

    name: str


class ShowsNothing(Fault, frozen=True):
    """A name of which nothing can be seen."""


class LooksAlike(Fault, frozen=True):
    """Two names that readers can't tell apart."""

    name: str
    other: str
