"""What is refused about co-authors."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.ids import MemberId


@dataclass(eq=False)
class CoauthorsFull(Refused):
    """The proposal has so many co-authors."""

    limit: int


@dataclass(eq=False)
class AuthorAlready(Refused):
    """The member is its author, or one of its co-authors."""


@dataclass(eq=False)
class NotInvited(Refused):
    """Somebody else was asked to be a co-author."""

    member: "MemberId"
