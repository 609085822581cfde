"""Who asks, and what they may do."""

import msgspec

from bot.domain.errors import NotGuardian, NotModerator
from bot.domain.ids import ChannelId, GuildId, MemberId, RoleId
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.spaces.auditors import Auditor
from bot.domain.spaces.space import Space

MODERATE = Requirement(Effect.CHANGE, frozenset({Who.MODERATORS}))
MODERATE_ROOT = Requirement(Effect.CHANGE, frozenset({Who.ROOT_MODERATORS}))
"""Whatever the server has once, not each of its parts."""
"""What `require_moderator` checks."""
ITSELF = MemberId(0)
"""Who acts where the program does, by the rules alone. No account of Discord has this id."""


class Actor(msgspec.Struct, frozen=True):
    """A member of a server, as Discord described them with the interaction."""

    member: MemberId
    name: str
    guild: GuildId
    guild_name: str
    roles: frozenset[RoleId] = frozenset()
    administrator: bool = False
    """Holds Discord's Manage Server permission: may set the space up before there are moderators."""
    channel: ChannelId | None = None
    """Where they are, a thread's channel for a thread: it says which of the server's spaces they mean. None: elsewhere,
    such as in a direct message."""


def is_everyone(role: RoleId, guild: GuildId) -> bool:
    """Whether it is Discord's @everyone, which has the id of its server."""
    return int(role) == int(guild)


def is_moderator(actor: Actor, space: Space) -> bool:
    """Administrators moderate the server's root; a child is moderated by its own role alone."""
    return (actor.administrator and space.parent is None) or has_role(actor, space.moderators)


def require_moderator(actor: Actor, space: Space) -> None:
    """Raises NotModerator."""
    if not is_moderator(actor, space):
        raise NotModerator


def require_guardian(actor: Actor, guardians: RoleId) -> None:
    """Guardians veto; not even an administrator does without the role. Raises NotGuardian."""
    if not has_role(actor, guardians):
        raise NotGuardian


def is_auditor(actor: Actor, auditor: Auditor) -> bool:
    return has_role(actor, RoleId(auditor.id)) if auditor.is_role else actor.member == auditor.id


def has_role(actor: Actor, role: RoleId) -> bool:
    """@everyone gives nobody a right, wherever it stands."""
    return role in actor.roles and not is_everyone(role, actor.guild)
