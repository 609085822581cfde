"""Who asks, and what they may do."""

from dataclasses import dataclass

from bot.domain.errors import NotGuardian, NotModerator
from bot.domain.ids import GuildId, MemberId, RoleId
from bot.domain.space import Space

ITSELF = MemberId(0)
"""Who acts where the program does, by the rules alone. No account of Discord has this id."""


@dataclass(frozen=True)
class Actor:
    """A member of a server, as Discord described them with the interaction."""

    member: MemberId
    name: str
    guild: GuildId
    guild_name: str
    roles: frozenset[RoleId] = frozenset()
    administrator: bool = False
    """Holds Discord's Manage Server permission: may set the space up before there are moderators."""


def require_moderator(actor: Actor, space: Space) -> None:
    if not (actor.administrator or space.moderators in actor.roles):
        raise NotModerator


def require_guardian(actor: Actor, space: Space) -> None:
    """Guardians veto; not even an administrator does without the role."""
    if space.guardians not in actor.roles:
        raise NotGuardian
