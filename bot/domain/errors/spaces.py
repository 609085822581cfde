"""What is refused in setting up spaces, tracks and policies."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.ids import Address, ChainId, GuildId


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
class ReasonMissing(Refused):
    """An act that must be explained in public came without its reason."""


@dataclass(eq=False)
class BadSetting(Refused):
    """A field of /gov setup that can't be read."""

    field: str
    text: str
    expected: str


@dataclass(eq=False)
class TrackUnknown(Refused):
    """The space has no track of that name."""

    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class TrackExists(Refused):
    """A track of this name takes proposals already."""

    name: str


@dataclass(eq=False)
class TrackRetired(Refused):
    """Nothing new is proposed on this track any more."""

    name: str


@dataclass(frozen=True)
class PolicyFault:
    """One thing that is wrong with a policy as it was written. `line` from 1, None where it is the whole file."""

    line: int | None
    field: str
    reason: str

    def __str__(self) -> str:
        where = "" if self.line is None else f"line {self.line}: "
        return f"{where}{self.field}: {self.reason}" if self.field else f"{where}{self.reason}"


@dataclass(eq=False)
class BadPolicy(Refused):
    """A policy file that can't be read, or whose rules don't fit together."""

    faults: tuple[PolicyFault, ...]


@dataclass(eq=False)
class UnknownChain(Refused):
    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class NoCode(Refused):
    """An address that should be a contract has no code on this chain."""

    address: "Address"
    chain: "ChainId"


@dataclass(eq=False)
class WrongContract(Refused):
    """A contract that doesn't answer as the chosen kind must."""

    address: "Address"
    expected: str
    why: str
