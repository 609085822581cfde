"""Acts as they are written become acts that can be voted on: roles are looked up in Discord, rules are bound."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.errors import BadAction
from bot.domain.errors.proposals import server_acts as faults
from bot.domain.fault import Fault
from bot.domain.ids import ChannelId, SpaceId
from bot.domain.policy.model import Policy
from bot.domain.server_acts.archive_space import ArchiveSpace
from bot.domain.server_acts.change_guardians import ChangeGuardians
from bot.domain.server_acts.change_moderators import ChangeModerators
from bot.domain.server_acts.change_rules import ChangeRules
from bot.domain.server_acts.channels import SUITED, FoundChannel
from bot.domain.server_acts.create_role import CreateRole
from bot.domain.server_acts.create_space import CreateSpace
from bot.domain.server_acts.grant_role import GrantRole
from bot.domain.server_acts.grant_to_winners import GrantToWinners
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.lines import SETTINGS, WrittenAct, WrittenChannel, WrittenRole
from bot.domain.server_acts.registry import ACTS, AnyAct
from bot.domain.server_acts.retire_track import RetireTrack
from bot.domain.server_acts.roles import FoundRole, FoundRoles, NamedRole
from bot.domain.server_acts.take_role import TakeRole
from bot.domain.spaces.space import MAIN, Space, Track, UnreadableTrack
from bot.domain.spaces.tree import SpaceTree
from bot.services.governance.policy_binding import PolicyBinding
from bot.services.governance.policy_changes import NO_EXECUTOR, Changes
from bot.services.governance.preset_parts import as_file, named_preset
from bot.services.governance.tracks import earlier_policies
from bot.services.ports import DiscordServer, UnitOfWork
from bot.services.server_acts.hindrances import child_of
from bot.services.server_acts.rights import Offices, offices_of, reaches_beyond, rights_of, role_fault


class _Refused(Exception):
    """An act that can't be proposed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class _Place:
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


@dataclass(frozen=True)
class ActReading:
    uow: UnitOfWork
    server: DiscordServer
    policy_binding: PolicyBinding

    async def acts(self, space: SpaceId, rules: Policy, written: Sequence[WrittenAct]) -> tuple[AnyAct, ...]:
        """What the lines stand for in this space. `rules` are those by which they would be carried out.

        Raises BadAction naming the line, BadSetting, BadPolicy, ServerUnheard, ServerForbids, ChainUnavailable.
        """
        if not written:
            return ()
        for each in written:
            if rules.server is None or not rules.server.lets(each.kind):
                raise BadAction(each.number, each.line, faults.ActNotAllowed(each.kind))
        place = await self._place(space, rules, reads_channels=any(each.channels for each in written))
        found: list[AnyAct] = []
        changed: dict[tuple[str, ...], int] = {}
        for each in written:
            try:
                act = await self._act(place, each)
            except _Refused as refused:
                raise BadAction(each.number, each.line, refused.fault) from None
            if (first := changed.setdefault(act.changes, each.number)) != each.number:
                raise BadAction(each.number, each.line, faults.ActTwice(first))
            found.append(act)
        return tuple(found)

    async def _place(self, space_id: SpaceId, rules: Policy, *, reads_channels: bool) -> _Place:
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.get(space_id)
            offices, tree = await offices_of(repositories, space), await repositories.spaces.tree(space.guild)
            tracks = offices.tracks
            known: list[Track | UnreadableTrack] = [
                *tracks,
                *await repositories.spaces.unreadable_tracks(space.id),
            ]
            before = {track.name: await earlier_policies(repositories, known, track.name) for track in tracks}
        found = await self.server.roles(space.guild)
        channels = await self.server.channels(space.guild) if reads_channels else []
        return _Place(offices, tree, channels, before, found, rules)

    async def _act(self, place: _Place, written: WrittenAct) -> AnyAct:
        needed = ACTS[written.kind].needs
        if needed is not None and not place.found.may(needed):
            raise _Refused(faults.BotLacks(needed.value))
        if written.kind is ActKind.CHANGE_RULES:
            return await self._rules(place, written)
        if written.kind is ActKind.CREATE_SPACE:
            return await self._new_space(place, written)
        return _READ[written.kind](place, written)

    async def _rules(self, place: _Place, written: WrittenAct) -> ChangeRules:
        track = _track(place, written.name)
        file = named_preset(written.preset) if written.preset else as_file(track.policy)
        changes = Changes(**{SETTINGS[name]: value for name, value in written.settings})
        bound = await self.policy_binding.bound(file, changes, place.before[track.name])
        policy = bound.policy
        if policy.next_track != track.policy.next_track:
            raise _Refused(faults.StagesStay(track.name))
        if policy == track.policy:
            raise _Refused(faults.SameRules(track.name))
        return ChangeRules(track.name, track.policy, policy, line=_rules_line(written, track.name))

    async def _new_space(self, place: _Place, written: WrittenAct) -> CreateSpace:
        """Its track begins with the sources of the space that creates it, and nothing carries out what passes there
        until its moderators name what does."""
        file = named_preset(written.preset)
        if file.policy.next_track is not None:
            raise _Refused(faults.PresetInStages(written.preset))
        before = place.before.get(MAIN, ())
        bound = await self.policy_binding.bound(file, Changes(executor=NO_EXECUTOR), before)
        channels = {use: _channel(place, use, named) for use, named in written.channels}
        if (fault := place.tree.hinders(place.space, written.name, channels)) is not None:
            raise _Refused(fault)
        assert written.role is not None, "the line has one"
        named = written.role, written.guardians or WrittenRole(place.space.guardians, "")
        # Also a role that the same proposal creates.
        moderators, guardians = (_created(place, each) or _office(place, each) for each in named)
        offices = f"moderators {_spelt(moderators)} guardians {_spelt(guardians)}"
        lives_in = " ".join(f"{use} <#{channel}>" for use, channel in channels.items())
        line = f'create space "{written.name}" from {written.preset} {offices} {lives_in}'
        return CreateSpace(written.name, bound.policy, moderators, guardians, **channels, line=line)


def _role(place: _Place, written: WrittenAct, *, taken: bool = False) -> NamedRole:
    """The role that is given or taken. Raises _Refused."""
    named = written.role
    assert named is not None, "the line has one"
    if (created := _created(place, named)) is not None:
        return created
    role = _found(place, named)
    if place.rules.server is None or role.id not in place.rules.server.roles:
        raise _Refused(faults.RoleNotAllowed(role.name))
    if (fault := role_fault(role, place.found, taken=taken)) is not None:
        raise _Refused(fault)
    if reaches_beyond(role, place.offices):
        raise _Refused(faults.RoleOfOthers(role.name))
    return NamedRole(role.id, role.name, rights_of(role, place.offices))


def _created(place: _Place, named: WrittenRole) -> NamedRole | None:
    """The role that the same proposal creates; None where it creates none of that name."""
    created = place.created.get(named.name.casefold()) if named.id is None else None
    return None if created is None else NamedRole(None, created.name)


def _office(place: _Place, named: WrittenRole) -> NamedRole:
    """The role that is named for an office. Raises _Refused."""
    role = _found(place, named)
    return NamedRole(role.id, role.name, rights_of(role, place.offices))


def _channel(place: _Place, use: str, named: WrittenChannel) -> ChannelId:
    """The server's channel that is named for this use. Raises _Refused."""
    found = [each for each in place.channels if named.id in (None, each.id)]
    if named.id is None:
        found = [each for each in found if each.name.casefold() == named.name.casefold()]
    if not found:
        raise _Refused(faults.ChannelUnknown(named.name or str(named.id)))
    if len(found) > 1:
        raise _Refused(faults.ChannelAmbiguous(named.name))
    (channel,) = found
    if channel.kind not in SUITED[use]:
        raise _Refused(faults.ChannelUnsuited(channel.name, use))
    return channel.id


def _found(place: _Place, named: WrittenRole) -> FoundRole:
    if named.id is not None:
        role = place.found.roles.get(named.id)
        if role is None:
            raise _Refused(faults.RoleUnknown(str(named.id)))
    else:
        called = place.found.named(named.name)
        if not called:
            raise _Refused(faults.RoleUnknown(named.name))
        if len(called) > 1:
            raise _Refused(faults.RoleAmbiguous(named.name))
        (role,) = called
    if role.id == place.found.everyone:
        raise _Refused(faults.RoleOfAll())
    return role


def _track(place: _Place, name: str) -> Track:
    wanted = name.casefold()
    for track in place.tracks:
        if track.name.casefold() == wanted and track.retired_at is None:
            return track
    raise _Refused(faults.TrackOfNoName(name))


def _grant(place: _Place, written: WrittenAct) -> GrantRole:
    assert written.member is not None, "the line has one"
    role = _role(place, written)
    term = "" if written.days is None else f" for {written.days} days"
    line = f"grant {_spelt(role)} to <@{written.member}>{term}"
    return GrantRole(role, written.member, written.days, line=line)


def _to_winners(place: _Place, written: WrittenAct) -> GrantToWinners:
    if place.rules.elects is None:
        raise _Refused(faults.ElectsNobody())
    role = _role(place, written)
    term = "" if written.days is None else f" for {written.days} days"
    return GrantToWinners(role, written.days, line=f"grant {_spelt(role)} to winners{term}")


def _take(place: _Place, written: WrittenAct) -> TakeRole:
    assert written.member is not None, "the line has one"
    role = _role(place, written, taken=True)
    if role.id is None:
        raise _Refused(faults.RoleUnknown(role.name))
    return TakeRole(role, written.member, line=f"take {_spelt(role)} from <@{written.member}>")


def _create(place: _Place, written: WrittenAct) -> CreateRole:
    if place.found.named(written.name):
        raise _Refused(faults.RoleExists(written.name))
    act = CreateRole(written.name, line=f'create role "{written.name}"')
    place.created.setdefault(written.name.casefold(), act)
    return act


def _retire(place: _Place, written: WrittenAct) -> RetireTrack:
    track = _track(place, written.name)
    if track.name == MAIN:
        raise _Refused(faults.MainStays(MAIN))
    return RetireTrack(track.name, line=f'retire track "{track.name}"')


def _archive(place: _Place, written: WrittenAct) -> ArchiveSpace:
    space = place.tree.named(written.name)
    if space is None or child_of(place.space, space.id, place.tree) is None:
        raise _Refused(faults.SpaceOfNoName(written.name))
    return ArchiveSpace(space.id, space.name, line=f'archive space "{space.name}"')


def _moderators(place: _Place, written: WrittenAct) -> ChangeModerators:
    assert written.role is not None, "the line has one"
    role = _office(place, written.role)
    return ChangeModerators(role, line=f"moderators {_spelt(role)}")


def _guardians(place: _Place, written: WrittenAct) -> ChangeGuardians:
    assert written.role is not None, "the line has one"
    role = _office(place, written.role)
    return ChangeGuardians(role, line=f"guardians {_spelt(role)}")


def _spelt(role: NamedRole) -> str:
    return f'"{role.name}"' if role.id is None else f"<@&{role.id}>"


def _rules_line(written: WrittenAct, track: str) -> str:
    parts = [f"preset {written.preset}"] if written.preset else []
    parts += [f"{name} {value}" for name, value in written.settings]
    return f'rules "{track}": {", ".join(parts)}'


_READ: Mapping[ActKind, Callable[[_Place, WrittenAct], AnyAct]] = {
    ActKind.GRANT_ROLE: _grant,
    ActKind.GRANT_TO_WINNERS: _to_winners,
    ActKind.TAKE_ROLE: _take,
    ActKind.CREATE_ROLE: _create,
    ActKind.RETIRE_TRACK: _retire,
    ActKind.CHANGE_MODERATORS: _moderators,
    ActKind.CHANGE_GUARDIANS: _guardians,
    ActKind.ARCHIVE_SPACE: _archive,
}
