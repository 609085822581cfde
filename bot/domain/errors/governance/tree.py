"""Refusals of what is about a part of the server: which spaces there are, and what can be made of them."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault


@dataclass(eq=False)
class SpaceArchived(Refused):
    """Nothing new is proposed in this space any more."""

    name: str


@dataclass(eq=False)
class SpaceUnknown(Refused):
    """No space of the server has this name."""

    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class SetUpByParent(Refused):
    """A space that another one created is not set up by its moderators."""

    name: str


class SpaceNameTaken(Fault, frozen=True):
    """Archived spaces keep their names."""

    name: str


class ChannelTaken(Fault, frozen=True):
    channel: int
    """Its id."""
    space: str


class TooDeep(Fault, frozen=True):
    limit: int


class TooManyChildren(Fault, frozen=True):
    limit: int


class TooManySpaces(Fault, frozen=True):
    limit: int
