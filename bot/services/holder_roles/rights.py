"""Which roles a rule may give: none with which somebody has a say over others, and none that votes give."""

from bot.domain.holder_roles.rule import Halt
from bot.domain.ids import RoleId
from bot.domain.server_acts.roles import FoundRoles
from bot.domain.server_acts.take_role import TakeRole
from bot.services.server_acts.rights import Offices, rights_of, role_fault


def halt_of(role: RoleId, found: FoundRoles, offices: Offices) -> tuple[Halt, tuple[str, ...]] | None:
    """What keeps the role from being given by a rule, with the rights that it gives; None where nothing does.

    A role by which members vote would make power of power: whoever votes with it decides who has it.
    """
    there = found.roles.get(role)
    if there is None:
        return Halt.ROLE_GONE, ()
    if rights := rights_of(there, offices):
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
