"""What is refused in delegating power."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.ids import MemberId


@dataclass(eq=False)
class DelegationToOneself(Refused):
    pass


@dataclass(eq=False)
class DelegationToBot(Refused):
    """A bot can't vote."""

    member: "MemberId"


@dataclass(eq=False)
class DelegationToStranger(Refused):
    """The delegate isn't in the server."""

    member: "MemberId"


@dataclass(eq=False)
class DelegateRefuses(Refused):
    """The delegate accepts nothing that others delegate."""

    member: "MemberId"


@dataclass(eq=False)
class DelegationOver(Refused):
    """The end of a new delegation lies in the past."""

    until: datetime


@dataclass(eq=False)
class BadParts(Refused):
    """Power is split among more delegates than one may have, twice to one, or in no sound parts."""

    most_delegates: int
    most_parts: int


@dataclass(eq=False)
class DelegationCycle(Refused):
    """The power would come back to its owner, where it is passed on."""

    path: "tuple[MemberId, ...]"
    """From the delegator back to the delegator."""


@dataclass(eq=False)
class DelegationUnknown(Refused):
    """There is nothing to revoke for this topic, None standing for all of them."""

    track: str | None


@dataclass(eq=False)
class DelegationOff(Refused):
    """The policy of the track (None: of every track) has no delegation."""

    track: str | None
