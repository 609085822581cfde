"""The roles of a Discord server, and what they give to those who have them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntFlag, StrEnum
from typing import Any

from bot.domain.ids import RoleId


class Needed(StrEnum):
    """A permission that the bot needs in Discord, by Discord's own name."""

    MANAGE_ROLES = "manage_roles"
    MANAGE_CHANNELS = "manage_channels"


class Power(IntFlag):
    """The permissions of a role with which somebody has a say over others, by Discord's bits."""

    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_AUDIT_LOG = 1 << 7
    MANAGE_MESSAGES = 1 << 13
    MENTION_EVERYONE = 1 << 17
    MUTE_MEMBERS = 1 << 22
    DEAFEN_MEMBERS = 1 << 23
    MOVE_MEMBERS = 1 << 24
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    MANAGE_EXPRESSIONS = 1 << 30
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    MODERATE_MEMBERS = 1 << 40
    PIN_MESSAGES = 1 << 51


MODERATES = "moderates"
"""Who has the role moderates the space."""
VETOES = "vetoes"
"""Who has the role may veto."""
VOTES = "votes"
"""Who has the role votes with it on a track."""
ELSEWHERE = "elsewhere"
"""Who has the role moderates, vetoes or votes in another space of the server."""


def powers_of(permissions: int) -> tuple[str, ...]:
    """Those that are among Discord's bits, by their names in the order of the bits."""
    return tuple(str(power.name).lower() for power in Power if power & permissions)


@dataclass(frozen=True)
class FoundRole:
    """A role as Discord describes it now."""

    id: RoleId
    name: str
    permissions: int
    position: int
    """The higher, the more others it stands above."""
    managed: bool = False
    """It belongs to a bot or to a subscription: nobody can give or take it."""


@dataclass(frozen=True)
class FoundRoles:
    """All roles of a server, and where the bot stands among them."""

    roles: Mapping[RoleId, FoundRole]
    everyone: RoleId
    permissions: int
    """The bot's own, all its roles together."""
    rank: int
    """The position of the bot's highest role."""

    def named(self, name: str) -> tuple[FoundRole, ...]:
        """Those of that name; `everyone` is that of Discord's own @everyone."""
        wanted = name.casefold().removeprefix("@")
        return tuple(role for role in self.roles.values() if role.name.casefold().removeprefix("@") == wanted)

    def lacks(self, needed: Iterable[Needed]) -> Needed | None:
        """The first of these permissions that the bot hasn't; None where it has all."""
        return next((each for each in needed if not self._has(each)), None)

    def _has(self, needed: Needed) -> bool:
        bits = Power[needed.name] | Power.ADMINISTRATOR
        return bool(self.permissions & bits)


@dataclass(frozen=True)
class NamedRole:
    """A role in an act. What it gave when the act was written is part of what is voted on: who gets it gets no more."""

    id: RoleId | None
    """None: the role that the same proposal creates under this name."""
    name: str
    rights: tuple[str, ...] = ()
    """What it gave beyond taking part: the names of `Power`, MODERATES, VETOES, VOTES."""

    def document(self) -> dict[str, Any]:
        return {
            "id": None if self.id is None else str(self.id),
            "name": self.name,
            "rights": list(self.rights),
        }


def named_role(document: Any) -> NamedRole:
    """Raises LookupError, TypeError or ValueError for another shape."""
    rights = document["rights"]
    if not isinstance(document["name"], str) or not all(isinstance(right, str) for right in rights):
        raise TypeError("a role is named by texts")
    found = document["id"]
    return NamedRole(None if found is None else RoleId(int(found)), document["name"], tuple(rights))
