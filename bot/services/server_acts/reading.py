"""Acts as they are written become acts that can be voted on: roles are looked up in Discord, rules are bound."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from bot.domain.errors import BadAction
from bot.domain.errors.proposals import server_acts as faults
from bot.domain.fault import Fault
from bot.domain.ids import SpaceId
from bot.domain.policy.model import Policy
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.lines.lines import SETTINGS
from bot.domain.server_acts.lines.written import WrittenAct
from bot.domain.server_acts.registry import ACTS, AnyAct
from bot.domain.server_acts.roles.create_role import CreateRole
from bot.domain.server_acts.roles.grant_role import GrantRole
from bot.domain.server_acts.roles.grant_to_winners import GrantToWinners
from bot.domain.server_acts.roles.roles import NamedRole
from bot.domain.server_acts.roles.take_role import TakeRole
from bot.domain.server_acts.spaces.change_guardians import ChangeGuardians
from bot.domain.server_acts.spaces.change_moderators import ChangeModerators
from bot.domain.server_acts.spaces.change_rules import ChangeRules
from bot.domain.server_acts.spaces.retire_track import RetireTrack
from bot.domain.spaces.space import MAIN, Track, UnreadableTrack
from bot.services.governance.policies.policy_binding import PolicyBinding
from bot.services.governance.policies.policy_changes import Changes
from bot.services.governance.policies.preset_parts import as_file, named_preset
from bot.services.governance.tracks.tracks import earlier_policies
from bot.services.ports import DiscordServer, UnitOfWork
from bot.services.server_acts.channels import read_channel_act
from bot.services.server_acts.hindrances import timelock_fault
from bot.services.server_acts.place import Place, RefusedAct, created, found_role, office, spelt
from bot.services.server_acts.reading_spaces import SpaceActReading, archive
from bot.services.server_acts.rights import offices_of, reaches_beyond, rights_of, role_fault
from bot.services.server_acts.vetoes import VetoReading


class ActReading(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    server: DiscordServer
    policy_binding: PolicyBinding
    space_act_reading: SpaceActReading
    veto_reading: VetoReading

    async def acts(self, space: SpaceId, rules: Policy, written: Sequence[WrittenAct]) -> tuple[AnyAct, ...]:
        """What the lines stand for in this space. `rules` are those by which they would be carried out.

        Raises BadAction naming the line, BadSetting, BadPolicy, ServerUnheard, ServerForbids, ChainUnavailable.
        """
        if not written:
            return ()
        for each in written:
            if rules.server is None or not rules.server.lets(each.kind):
                raise BadAction(each.number, each.line, faults.ActNotAllowed(each.kind))
        names_channels = any(each.channels or each.channel for each in written)
        place = await self._place(space, rules, reads_channels=names_channels)
        found: list[AnyAct] = []
        changed: dict[tuple[str, ...], int] = {}
        for each in written:
            try:
                act = await self._act(place, each)
            except RefusedAct as refused:
                raise BadAction(each.number, each.line, refused.fault) from None
            if (first := changed.setdefault(act.changes, each.number)) != each.number:
                raise BadAction(each.number, each.line, faults.ActTwice(first))
            found.append(act)
        return tuple(found)

    async def _place(self, space_id: SpaceId, rules: Policy, *, reads_channels: bool) -> Place:
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
        return Place(offices, tree, channels, before, found, rules)

    async def _act(self, place: Place, written: WrittenAct) -> AnyAct:
        if (missing := place.found.lacks(ACTS[written.kind].needs)) is not None:
            raise RefusedAct(faults.BotLacks(missing.value))
        if written.kind is ActKind.CHANGE_RULES:
            return await self._rules(place, written)
        if written.kind is ActKind.CREATE_SPACE:
            return await self.space_act_reading.new_space(place, written)
        if written.kind is ActKind.LIMIT_SPACE:
            return await self.space_act_reading.limit(place, written)
        if written.kind is ActKind.VETO:
            return await self.veto_reading.veto(place, written)
        return _READ[written.kind](place, written)

    async def _rules(self, place: Place, written: WrittenAct) -> ChangeRules:
        track = _track(place, written.name)
        file = named_preset(written.preset) if written.preset else as_file(track.policy)
        changes = Changes(**{SETTINGS[name]: value for name, value in written.settings})
        bound = await self.policy_binding.bound(file, changes, place.before[track.name])
        policy = bound.policy
        if policy.next_track != track.policy.next_track:
            raise RefusedAct(faults.StagesStay(track.name))
        if policy == track.policy:
            raise RefusedAct(faults.SameRules(track.name))
        if (short := timelock_fault(policy, place.space, place.tree)) is not None:
            raise RefusedAct(short)
        return ChangeRules(track.name, track.policy, policy, line=_rules_line(written, track.name))


def _role(place: Place, written: WrittenAct, *, taken: bool = False) -> NamedRole:
    """The role that is given or taken. Raises RefusedAct."""
    named = written.role
    assert named is not None, "the line has one"
    if (made := created(place, named)) is not None:
        return made
    role = found_role(place, named)
    if place.rules.server is None or role.id not in place.rules.server.roles:
        raise RefusedAct(faults.RoleNotAllowed(role.name))
    if (fault := role_fault(role, place.found, taken=taken)) is not None:
        raise RefusedAct(fault)
    if reaches_beyond(role, place.offices):
        raise RefusedAct(faults.RoleOfOthers(role.name))
    return NamedRole(role.id, role.name, rights_of(role, place.offices))


def _track(place: Place, name: str) -> Track:
    wanted = name.casefold()
    for track in place.tracks:
        if track.name.casefold() == wanted and track.retired_at is None:
            return track
    raise RefusedAct(faults.TrackOfNoName(name))


def _grant(place: Place, written: WrittenAct) -> GrantRole:
    assert written.member is not None, "the line has one"
    role = _role(place, written)
    term = "" if written.days is None else f" for {written.days} days"
    line = f"grant {spelt(role)} to <@{written.member}>{term}"
    return GrantRole(role, written.member, written.days, line=line)


def _to_winners(place: Place, written: WrittenAct) -> GrantToWinners:
    if place.rules.elects is None:
        raise RefusedAct(faults.ElectsNobody())
    role = _role(place, written)
    term = "" if written.days is None else f" for {written.days} days"
    return GrantToWinners(role, written.days, line=f"grant {spelt(role)} to winners{term}")


def _take(place: Place, written: WrittenAct) -> TakeRole:
    assert written.member is not None, "the line has one"
    role = _role(place, written, taken=True)
    if role.id is None:
        raise RefusedAct(faults.RoleUnknown(role.name))
    return TakeRole(role, written.member, line=f"take {spelt(role)} from <@{written.member}>")


def _create(place: Place, written: WrittenAct) -> CreateRole:
    if place.found.named(written.name):
        raise RefusedAct(faults.RoleExists(written.name))
    act = CreateRole(written.name, line=f'create role "{written.name}"')
    place.created.setdefault(written.name.casefold(), act)
    return act


def _retire(place: Place, written: WrittenAct) -> RetireTrack:
    track = _track(place, written.name)
    if track.name == MAIN:
        raise RefusedAct(faults.MainStays(MAIN))
    return RetireTrack(track.name, line=f'retire track "{track.name}"')


def _on_channel(place: Place, written: WrittenAct) -> AnyAct:
    read = read_channel_act(written, place.rules, place.channels, place.tree.homes(place.space), place.found)
    if isinstance(read, Fault):
        raise RefusedAct(read)
    return read


def _moderators(place: Place, written: WrittenAct) -> ChangeModerators:
    assert written.role is not None, "the line has one"
    role = office(place, written.role)
    return ChangeModerators(role, line=f"moderators {spelt(role)}")


def _guardians(place: Place, written: WrittenAct) -> ChangeGuardians:
    assert written.role is not None, "the line has one"
    role = office(place, written.role)
    return ChangeGuardians(role, line=f"guardians {spelt(role)}")


def _rules_line(written: WrittenAct, track: str) -> str:
    parts = [f"preset {written.preset}"] if written.preset else []
    parts += [f"{name} {value}" for name, value in written.settings]
    return f'rules "{track}": {", ".join(parts)}'


_READ: Mapping[ActKind, Callable[[Place, WrittenAct], AnyAct]] = {
    ActKind.GRANT_ROLE: _grant,
    ActKind.GRANT_TO_WINNERS: _to_winners,
    ActKind.TAKE_ROLE: _take,
    ActKind.CREATE_ROLE: _create,
    ActKind.RETIRE_TRACK: _retire,
    ActKind.CHANGE_MODERATORS: _moderators,
    ActKind.CHANGE_GUARDIANS: _guardians,
    ActKind.ARCHIVE_SPACE: archive,
    ActKind.CREATE_CHANNEL: _on_channel,
    ActKind.RENAME_CHANNEL: _on_channel,
    ActKind.ARCHIVE_CHANNEL: _on_channel,
}
