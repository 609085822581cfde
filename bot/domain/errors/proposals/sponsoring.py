"""Refusals while a draft looks for sponsors."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.ids import Power


@dataclass(eq=False)
class NoSponsoring(Refused):
    """The track takes no sponsors: an author holds the threshold alone."""


@dataclass(eq=False)
class CalledOften(Refused):
    """The author has asked for sponsors too often."""

    limit: int
    of_draft: bool
    """Whether of this draft alone, and not of several."""


@dataclass(eq=False)
class CallOver(Refused):
    """The draft doesn't look for sponsors any more, or was changed since that message."""


@dataclass(eq=False)
class OwnDraft(Refused):
    """The author counts already."""


@dataclass(eq=False)
class TooLittleToSponsor(Refused):
    """A sponsor holds a part of the threshold at least."""

    held: "Power"
    needed: "Power"
    symbol: str
    decimals: int


@dataclass(eq=False)
class NoSponsor(Refused):
    """The member doesn't stand behind the draft."""


@dataclass(eq=False)
class SponsorsFull(Refused):
    """So many stand behind the draft, and no more can."""

    limit: int
