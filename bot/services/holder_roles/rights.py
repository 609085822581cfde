"""Which roles a rule may give: none with which somebody has a say over others, and none that votes give."""

from collections.abc import Collection, Mapping

import msgspec

from bot.domain.holder_roles.rule import Halt
from bot.domain.ids import RoleId
from bot.domain.server_acts.roles.roles import VETOES, VOTES, FoundRoles
from bot.domain.server_acts.roles.take_role import TakeRole
from bot.domain.spaces.space import Space
from bot.services.ports import Repositories
from bot.services.server_acts.rights import Offices, offices_of, rights_of, role_fault


class Say(msgspec.Struct, frozen=True):
    """Which roles have a say in the server, of those that were asked about."""

    offices: Offices
    under_way: Mapping[RoleId, str]
    """Those that veto or vote in what began when the rules were others, and how: that goes by the rules of then."""


async def say_of(repositories: Repositories, space: Space, roles: Collection[RoleId]) -> Say:
    """What of these roles is to be known, as it is now."""
    vetoes = {role: VETOES for _, _, role in await repositories.proposals.guarded(space.guild)}
    votes = dict.fromkeys(await repositories.proposals.voting_roles(space.guild, roles), VOTES)
    return Say(await offices_of(repositories, space), {**vetoes, **votes})


def halt_of(role: RoleId, found: FoundRoles, say: Say) -> tuple[Halt, tuple[str, ...]] | None:
    """What keeps the role from being given by a rule, with the rights that it gives; None where nothing does.

    A role by which members vote would make power of power: whoever votes with it decides who has it.
    """
    there, offices = found.roles.get(role), say.offices
    if there is None:
        return Halt.ROLE_GONE, ()
    rights = rights_of(there, offices)
    if role in say.under_way and say.under_way[role] not in rights:
        rights = (say.under_way[role], *rights)
    if rights:
        return Halt.GIVES_RIGHTS, rights
    tracks = offices.tracks
    voted = {
        each for track in tracks if track.policy.server is not None for each in track.policy.server.roles
    }
    # Of a track that was retired, too: a term may run still.
    if role in voted | offices.given_above:
        return Halt.GIVEN_BY_VOTES, ()
    if role_fault(there, found) is not None:
        return Halt.OUT_OF_REACH, ()
    return (Halt.NO_PERMISSION, ()) if found.lacks(TakeRole.needs) is not None else None
