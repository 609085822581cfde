"""What keeps votes from being cast in somebody else's Governor."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault


class CastForm(Fault, frozen=True):
    """A line that begins like one that casts votes, and isn't one."""


class CastTwice(Fault, frozen=True):
    """A second vote elsewhere in one proposal."""


class NotCast(StrEnum):
    """Why the votes can't be cast."""

    NO_GOVERNOR = "no_governor"
    """It is no Governor that can be read."""
    UNKNOWN = "unknown"
    """The Governor knows no such proposal."""
    NOT_BEGUN = "not_begun"
    """Votes aren't taken there yet."""
    OVER = "over"
    """Votes are taken there no more."""
    VOTED = "voted"
    """The account has voted there already."""
    NO_VOTES = "no_votes"
    """The account weighs nothing there."""
    WHOLE_ONLY = "whole_only"
    """The Governor takes the votes of one account for one side only."""
    TOO_MANY = "too_many"
    """The account weighs more than a Governor that splits can take."""
    TOO_LATE = "too_late"
    """Votes are taken there no more when the timelock here is over."""
    CHANGED = "changed"
    """The account weighs something else there, or at another moment, than when the vote opened here."""


@dataclass(eq=False)
class CannotCast(Refused):
    """Votes that can't be cast in a Governor."""

    governor: str
    id: str
    """Of the proposal there, in digits."""
    why: NotCast
    ends_at: datetime | None = None
    """About when votes are taken there no more, where that is why."""


@dataclass(eq=False)
class CastsNothing(Refused):
    """A proposal without a vote elsewhere on a track that has nothing else, or with something beside it."""

    alone: bool
    """Whether there is one, and something beside it."""


@dataclass(eq=False)
class NoCastingHere(Refused):
    """A vote elsewhere on a track that casts none."""


@dataclass(eq=False)
class WalletCannotVote(Refused):
    """A wallet that can't vote on a Governor."""

    wallet: str
    why: NotCast
