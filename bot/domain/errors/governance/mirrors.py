"""Refusals in what a space shows of what is decided elsewhere on a chain."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.ids import ChannelId


@dataclass(eq=False)
class MirrorKindUnknown(Refused):
    """Contracts of this kind are not mirrored."""

    kind: str
    known: tuple[str, ...]


@dataclass(eq=False)
class MirrorsFull(Refused):
    """The space has as many mirrors as it may have."""

    most: int


@dataclass(eq=False)
class AlreadyMirrored(Refused):
    account: str
    channel: "ChannelId"
    """Where it is shown."""


@dataclass(eq=False)
class MirrorUnknown(Refused):
    """The space mirrors no such contract."""

    account: str
    known: tuple[str, ...]


@dataclass(eq=False)
class MirroredUnknown(Refused):
    """No mirror of the space shows such a proposal, or not any more."""
