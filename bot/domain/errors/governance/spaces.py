"""What is refused in the running of a space and its tracks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.ids import GuildId


@dataclass(eq=False)
class NotSetUp(Refused):
    """The server has no space yet: a moderator runs /gov setup."""

    guild: "GuildId"


@dataclass(eq=False)
class NotModerator(Refused):
    pass


@dataclass(eq=False)
class NotGuardian(Refused):
    pass


@dataclass(eq=False)
class AuditorsFull(Refused):
    """The space has as many auditors as it may have."""

    most: int


@dataclass(eq=False)
class AuditorUnknown(Refused):
    """Who is to be no auditor any more is none."""


@dataclass(eq=False)
class ReasonMissing(Refused):
    """An act that must be explained in public came without its reason."""


@dataclass(eq=False)
class SetupOver(Refused):
    """These answers were saved or given up, or nobody has gone on with them for days."""


@dataclass(eq=False)
class SetupMoved(Refused):
    """What would be saved is not what was shown: an answer, the chain or the space has changed meanwhile."""


@dataclass(eq=False)
class TrackUnknown(Refused):
    """The space has no track of that name."""

    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class RulesUnreadable(Refused):
    """What the database holds as the rules of a track is nothing that this program writes."""

    track: str


@dataclass(eq=False)
class TrackExists(Refused):
    """A track of this name takes proposals already."""

    name: str


@dataclass(eq=False)
class TrackRetired(Refused):
    """Nothing new is proposed on this track any more."""

    name: str
