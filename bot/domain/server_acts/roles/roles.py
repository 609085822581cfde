"""The roles of a Discord server, and what they give to those who have them."""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntFlag, StrEnum
from typing import Any

import msgspec

from bot.domain.ids import MemberId, RoleId


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


VIEW_CHANNEL = 1 << 10
"""Discord's bit for seeing a channel: who doesn't see it can do nothing in it."""

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


class FoundRole(msgspec.Struct, frozen=True):
    """A role as Discord describes it now."""

    id: RoleId
    name: str
    permissions: int
    position: int
    """The higher, the more others it stands above."""
    managed: bool = False
    """It belongs to a bot or to a subscription: nobody can give or take it."""


class Overwrite(msgspec.Struct, frozen=True):
    """What a channel allows and denies whoever has a role, or one member, by Discord's bits."""

    id: int
    """Of the role or the member."""
    allow: int
    deny: int


class FoundRoles(msgspec.Struct, frozen=True):
    """All roles of a server, and where the bot stands among them."""

    roles: Mapping[RoleId, FoundRole]
    everyone: RoleId
    permissions: int
    """The bot's own, all its roles together."""
    rank: int
    """The position of the bot's highest role."""
    own: frozenset[RoleId] = frozenset()
    """Those that the bot has, beside @everyone."""
    bot: MemberId | None = None
    """As which member channels may name it."""

    def named(self, name: str) -> tuple[FoundRole, ...]:
        """Those of that name; `everyone` is that of Discord's own @everyone."""
        wanted = name.casefold().removeprefix("@")
        return tuple(role for role in self.roles.values() if role.name.casefold().removeprefix("@") == wanted)

    def lacks(self, needed: Iterable[Needed], overwrites: Sequence[Overwrite] = ()) -> Needed | None:
        """The first of these permissions that the bot hasn't, in a channel of these overwrites where there are any;
        None where it has all."""
        has = self._permissions_under(overwrites) if overwrites else self.permissions
        return next((each for each in needed if not has & (Power[each.name] | Power.ADMINISTRATOR)), None)

    def _permissions_under(self, overwrites: Sequence[Overwrite]) -> int:
        """As Discord computes them: @everyone's overwrite first, then those of roles together, then the member's."""
        has = self.permissions
        if has & Power.ADMINISTRATOR:
            return has
        for named in ({self.everyone}, self.own, {self.bot}):
            meant = [each for each in overwrites if each.id in named]
            for each in meant:
                has &= ~each.deny
            for each in meant:
                has |= each.allow
        return has if has & VIEW_CHANNEL else 0


class NamedRole(msgspec.Struct, frozen=True):
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
