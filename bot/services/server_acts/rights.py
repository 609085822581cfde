"""What a role gives here to those who have it, and whether the bot may give or take it."""

from collections.abc import Sequence

import msgspec

from bot.domain.errors.proposals import server_acts as faults
from bot.domain.fault import Fault
from bot.domain.ids import RoleId
from bot.domain.server_acts.base import ServerAct
from bot.domain.server_acts.roles.roles import (
    ELSEWHERE,
    MODERATES,
    VETOES,
    VOTES,
    FoundRole,
    FoundRoles,
    NamedRole,
    Power,
    powers_of,
)
from bot.domain.spaces.space import Space, Track
from bot.services.ports import Repositories


class Offices(msgspec.Struct, frozen=True):
    """Which roles have a say, in one space of a server and in its others."""

    space: Space
    tracks: Sequence[Track]
    elsewhere: frozenset[RoleId]
    """Those that moderate, veto or vote in another space."""
    given_above: frozenset[RoleId]
    """Those that votes of the spaces above give and take."""


async def offices_of(repositories: Repositories, space: Space) -> Offices:
    """As they are now."""
    elsewhere, given_above = set[RoleId](), set[RoleId]()
    tree = await repositories.spaces.tree(space.guild)
    above = tree.above(space)
    for other in tree.open:
        if other.id != space.id:
            elsewhere |= {other.moderators, other.guardians}
            for track in await repositories.spaces.tracks(other.id):
                elsewhere |= track.policy.power.roles if track.retired_at is None else frozenset()
                # A track that was retired may have given one whose term runs still.
                if other in above and track.policy.server is not None:
                    given_above |= set(track.policy.server.roles)
    tracks = await repositories.spaces.tracks(space.id)
    return Offices(space, tracks, frozenset(elsewhere), frozenset(given_above))


def rights_of(role: FoundRole, offices: Offices) -> tuple[str, ...]:
    """What it gives beyond taking part, in Discord, in this space and in the others of its server."""
    space, tracks = offices.space, offices.tracks
    here = [
        (MODERATES, role.id == space.moderators),
        (VETOES, role.id == space.guardians),
        (
            VOTES,
            any(role.id in track.policy.power.roles for track in tracks if track.retired_at is None),
        ),
        (ELSEWHERE, role.id in offices.elsewhere),
    ]
    return (*(name for name, so in here if so), *powers_of(role.permissions))


def gains(role: FoundRole, named: NamedRole, act: ServerAct, offices: Offices) -> bool:
    """Whether who has the role may do more by now than when the act was written. What it gained in another space keeps
    it from being given to anybody, but not from an office here: who has it has it already."""
    of_no_matter = {ELSEWHERE} if not act.needs else set()
    return bool(set(rights_of(role, offices)) - set(named.rights) - of_no_matter)


def reaches_beyond(role: FoundRole, offices: Offices) -> bool:
    """Whether a part of the server would change by this role what isn't its own: others have it for an office, votes
    above give it, or Discord gives it rights over members."""
    if offices.space.parent is None:
        return False
    reaching = {ELSEWHERE, *powers_of(role.permissions)}
    return role.id in offices.given_above or not reaching.isdisjoint(rights_of(role, offices))


def role_fault(role: FoundRole, found: FoundRoles, *, taken: bool = False) -> Fault | None:
    """What keeps the bot from giving the role, or taking it; None where nothing does."""
    if role.id == found.everyone:
        return faults.RoleOfAll()
    if not taken and role.permissions & Power.ADMINISTRATOR:
        return faults.RoleAdministers(role.name)
    if role.managed or role.position >= found.rank:
        return faults.RoleAboveBot(role.name)
    return None
