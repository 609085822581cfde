"""Refusals of rules by which members have roles."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.holder_roles.rule import Halt


@dataclass(eq=False)
class RoleUnfit(Refused):
    """No rule may give this role."""

    halt: "Halt"
    rights: tuple[str, ...] = ()
    """What the role gives: names of Discord's permissions, MODERATES, VETOES, VOTES, ELSEWHERE."""


@dataclass(eq=False)
class CircularPower(Refused):
    """A rule that counts roles: who has one by a rule would have another by it."""


@dataclass(eq=False)
class GraceOutOfBounds(Refused):
    shortest: timedelta
    longest: timedelta


@dataclass(eq=False)
class VotesOutOfBounds(Refused):
    """Neither, or both, of a number of votes and a time; more votes than are looked at; too long a time."""

    most: int
    longest: timedelta


@dataclass(eq=False)
class RoleRulesFull(Refused):
    most: int


@dataclass(eq=False)
class RoleRuleUnknown(Refused):
    number: int
