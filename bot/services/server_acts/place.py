"""The server as a proposal's lines are read in it."""

from collections.abc import Mapping, Sequence

import msgspec

from bot.domain.errors.proposals import server_acts as faults
from bot.domain.fault import Fault
from bot.domain.policy.model import Policy
from bot.domain.server_acts.channels.channels import FoundChannel
from bot.domain.server_acts.lines.written import WrittenRole
from bot.domain.server_acts.roles.create_role import CreateRole
from bot.domain.server_acts.roles.roles import FoundRole, FoundRoles, NamedRole
from bot.domain.spaces.space import Space, Track
from bot.domain.spaces.tree import SpaceTree
from bot.services.server_acts.rights import Offices, rights_of


class RefusedAct(Exception):
    """An act that can't be proposed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class Place(msgspec.Struct, frozen=True):
    """The server as it is now."""

    offices: Offices
    """With the tracks whose rules can be read."""
    tree: SpaceTree
    channels: Sequence[FoundChannel]
    """Where a line names some."""
    before: Mapping[str, Sequence[Policy]]
    """The policies from which each track's new ones take sources and executor."""
    found: FoundRoles
    rules: Policy
    """Of the track on which it is proposed."""
    created: dict[str, CreateRole] = msgspec.field(default_factory=dict)
    """By the name, without its case."""

    @property
    def space(self) -> Space:
        return self.offices.space

    @property
    def tracks(self) -> Sequence[Track]:
        return self.offices.tracks


def created(place: Place, named: WrittenRole) -> NamedRole | None:
    """The role that the same proposal creates; None where it creates none of that name."""
    made = place.created.get(named.name.casefold()) if named.id is None else None
    return None if made is None else NamedRole(None, made.name)


def office(place: Place, named: WrittenRole) -> NamedRole:
    """The role that is named for an office. Raises RefusedAct."""
    role = found_role(place, named)
    return NamedRole(role.id, role.name, rights_of(role, place.offices))


def found_role(place: Place, named: WrittenRole) -> FoundRole:
    if named.id is not None:
        role = place.found.roles.get(named.id)
        if role is None:
            raise RefusedAct(faults.RoleUnknown(str(named.id)))
    else:
        called = place.found.named(named.name)
        if not called:
            raise RefusedAct(faults.RoleUnknown(named.name))
        if len(called) > 1:
            raise RefusedAct(faults.RoleAmbiguous(named.name))
        (role,) = called
    if role.id == place.found.everyone:
        raise RefusedAct(faults.RoleOfAll())
    return role


def spelt(role: NamedRole) -> str:
    return f'"{role.name}"' if role.id is None else f"<@&{role.id}>"
