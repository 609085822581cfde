"""What a role gives here to those who have it, and whether the bot may give or take it."""

from collections.abc import Sequence

from bot.domain.errors.proposals import server_acts as faults
from bot.domain.fault import Fault
from bot.domain.server_acts.roles import MODERATES, VETOES, VOTES, FoundRole, FoundRoles, Power, powers_of
from bot.domain.spaces.space import Space, Track


def rights_of(role: FoundRole, space: Space, tracks: Sequence[Track]) -> tuple[str, ...]:
    """What it gives beyond taking part, in Discord and in this space."""
    here = [
        (MODERATES, role.id == space.moderators),
        (VETOES, role.id == space.guardians),
        (
            VOTES,
            any(role.id in track.policy.power.roles for track in tracks if track.retired_at is None),
        ),
    ]
    return (*(name for name, so in here if so), *powers_of(role.permissions))


def role_fault(role: FoundRole, found: FoundRoles, *, taken: bool = False) -> Fault | None:
    """What keeps the bot from giving the role, or taking it; None where nothing does."""
    if role.id == found.everyone:
        return faults.RoleOfAll()
    if not taken and role.permissions & Power.ADMINISTRATOR:
        return faults.RoleAdministers(role.name)
    if role.managed or role.position >= found.rank:
        return faults.RoleAboveBot(role.name)
    return None
