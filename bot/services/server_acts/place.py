"""A server as it is when a line about it is read, and what the line names there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.errors.proposals import server_acts as faults
from bot.domain.fault import Fault
from bot.domain.ids import ChannelId
from bot.domain.policy.model import Policy
from bot.domain.server_acts.channels import SUITED, FoundChannel
from bot.domain.server_acts.create_role import CreateRole
from bot.domain.server_acts.lines import WrittenAct, WrittenChannel, WrittenRole
from bot.domain.server_acts.roles import FoundRole, FoundRoles, NamedRole
from bot.domain.spaces.space import Space, Track
from bot.domain.spaces.tree import SpaceTree
from bot.services.server_acts.rights import Offices, reaches_beyond, rights_of, role_fault


class ActRefused(Exception):
    """An act that can't be proposed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Place:
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
    created: dict[str, CreateRole] = field(default_factory=dict)
    """By the name, without its case."""

    @property
    def space(self) -> Space:
        return self.offices.space

    @property
    def tracks(self) -> Sequence[Track]:
        return self.offices.tracks


def role_in(place: Place, written: WrittenAct, *, taken: bool = False) -> NamedRole:
    """The role that is given or taken. Raises ActRefused."""
    named = written.role
    assert named is not None, "the line has one"
    if (created := created_in(place, named)) is not None:
        return created
    role = _found(place, named)
    if place.rules.server is None or role.id not in place.rules.server.roles:
        raise ActRefused(faults.RoleNotAllowed(role.name))
    if (fault := role_fault(role, place.found, taken=taken)) is not None:
        raise ActRefused(fault)
    if reaches_beyond(role, place.offices):
        raise ActRefused(faults.RoleOfOthers(role.name))
    return NamedRole(role.id, role.name, rights_of(role, place.offices))


def created_in(place: Place, named: WrittenRole) -> NamedRole | None:
    """The role that the same proposal creates; None where it creates none of that name."""
    created = place.created.get(named.name.casefold()) if named.id is None else None
    return None if created is None else NamedRole(None, created.name)


def office_in(place: Place, named: WrittenRole) -> NamedRole:
    """The role that is named for an office. Raises ActRefused."""
    role = _found(place, named)
    return NamedRole(role.id, role.name, rights_of(role, place.offices))


def channel_in(place: Place, use: str, named: WrittenChannel) -> ChannelId:
    """The server's channel that is named for this use. Raises ActRefused."""
    found = [each for each in place.channels if named.id in (None, each.id)]
    if named.id is None:
        found = [each for each in found if each.name.casefold() == named.name.casefold()]
    if not found:
        raise ActRefused(faults.ChannelUnknown(named.name or str(named.id)))
    if len(found) > 1:
        raise ActRefused(faults.ChannelAmbiguous(named.name))
    (channel,) = found
    if channel.kind not in SUITED[use]:
        raise ActRefused(faults.ChannelUnsuited(channel.name, use))
    return channel.id


def _found(place: Place, named: WrittenRole) -> FoundRole:
    if named.id is not None:
        role = place.found.roles.get(named.id)
        if role is None:
            raise ActRefused(faults.RoleUnknown(str(named.id)))
    else:
        called = place.found.named(named.name)
        if not called:
            raise ActRefused(faults.RoleUnknown(named.name))
        if len(called) > 1:
            raise ActRefused(faults.RoleAmbiguous(named.name))
        (role,) = called
    if role.id == place.found.everyone:
        raise ActRefused(faults.RoleOfAll())
    return role


def track_in(place: Place, name: str) -> Track:
    wanted = name.casefold()
    for track in place.tracks:
        if track.name.casefold() == wanted and track.retired_at is None:
            return track
    raise ActRefused(faults.TrackOfNoName(name))
