"""Tracks and their policies: several kinds of decisions in one space, each with rules of its own (governance.md §1).

Every act is in the public log with the policy's hash. Votes under way keep the policy with which they opened.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from bot.domain.accounts.accounts import NamedAccount
from bot.domain.errors import BadSetting, RulesUnreadable, StoredDataInvalid, TrackExists, TrackUnknown
from bot.domain.errors.chain.contracts import SourceDoubt
from bot.domain.errors.governance.settings import (
    ExpectedName,
    ExpectedOtherTrack,
    TracksAreFull,
)
from bot.domain.executors import AnyCheck, AnyExecutor, BindingState
from bot.domain.ids import ChannelId, GuildId, MemberId, SpaceId, TrackId
from bot.domain.policy.model import Policy
from bot.domain.policy.toml.file import PolicyFile
from bot.domain.power import AnySource
from bot.domain.spaces.space import MAIN, PolicyVersion, Space, Track, UnreadableTrack
from bot.services.actors import Actor, require_moderator
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.executor_proofs import ExecutorProofs
from bot.services.governance.policies.least_timelock import require_timelock
from bot.services.governance.policies.policy_binding import (
    PolicyBinding,
    carried_out_by,
    named_executor,
    named_sources,
)
from bot.services.governance.policies.policy_changes import Changes
from bot.services.governance.policies.preset_parts import as_file, named_preset
from bot.services.governance.policies.rule_changes import in_discussion, tell_rule_change
from bot.services.governance.public_log import log_act
from bot.services.ports import Clock, LogEntry, Repositories, UnitOfWork
from bot.services.proposals.stages import (
    make_next,
    next_track,
    proposed_on,
    require_last_stage,
    require_live,
    require_names_parts_track,
)

MOST_TRACKS = 25
"""A menu has so many options."""
_NAME_LIMIT = 40
_LOOKED_THROUGH = 10_000
"""Entries of the public log."""


class TrackSet(msgspec.Struct, frozen=True):
    """A track with its new policy."""

    track: Track
    before: Policy | None
    """The policy that it had; None for a new track."""
    executors: tuple[tuple[AnyExecutor, AnyCheck], ...]
    """Its executors, and what each was found to be."""
    under_way: int
    """Votes that are open on it, and keep their rules."""
    made: tuple[Track, ...] = ()
    """Tracks that were made along with it: those on which what passed is voted on for good."""
    missing: str | None = None
    """The name of the track that should follow, where no track of that name takes proposals."""
    bindings: tuple[BindingState, ...] = ()
    """Whether it is proved of each of its executors that it belongs to the space; of those that need it."""
    doubts: tuple[tuple[AnySource, SourceDoubt], ...] = ()
    """What a moderator should know of the sources."""
    names: tuple[NamedAccount, ...] = ()
    """Those by which accounts were written."""


class Version(msgspec.Struct, frozen=True):
    """A policy that a track had or has, and by whom, as far as the public log tells."""

    number: int
    policy: Policy
    at: datetime
    by: MemberId | None


class Tracks(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    policy_binding: PolicyBinding
    executor_proofs: ExecutorProofs
    clock: Clock
    wake_signal: WakeSignal

    async def all(self, guild: GuildId, channel: ChannelId | None = None) -> list[Track]:
        """Those of the channel's space, the oldest first, retired ones too. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(guild, channel)
            return await repositories.spaces.tracks(space.id)

    async def open(self, guild: GuildId, channel: ChannelId | None = None) -> list[Track]:
        """Those that take proposals. Raises NotSetUp."""
        return [track for track in await self.all(guild, channel) if track.retired_at is None]

    async def for_proposals(
        self, guild: GuildId, name: str, channel: ChannelId | None = None
    ) -> Track | None:
        """The track of that name, if it takes proposals; without a name the only one, None where there are several.

        Raises NotSetUp, SpaceArchived, TrackUnknown, RulesUnreadable.
        """
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(guild, channel)
            require_live(space)
            tracks, unreadable = await _both(repositories, space.id)
        tracks = [track for track in tracks if track.retired_at is None]
        if name:
            return _named(tracks, name, unreadable)
        if not tracks and unreadable:
            raise RulesUnreadable(unreadable[0].name)
        return tracks[0] if len(tracks) == 1 and not unreadable else None

    async def taking_proposals(self, guild: GuildId, track_id: TrackId) -> Track:
        """Raises NotSetUp, SpaceArchived, TrackUnknown, TrackRetired."""
        async with self.uow.reading() as repositories:
            return await proposed_on(repositories, guild, track_id)

    async def named(self, guild: GuildId, name: str, channel: ChannelId | None = None) -> Track:
        """The track of that name, `main` where none is given. Raises NotSetUp, TrackUnknown, RulesUnreadable."""
        async with self.uow.reading() as repositories:
            space = (await repositories.spaces.of_channel(guild, channel)).id
            tracks, unreadable = await _both(repositories, space)
        return _named(tracks, name or MAIN, unreadable)

    async def add(self, actor: Actor, name: str, preset: str, changes: Changes) -> TrackSet:
        """A new track, or a retired one anew. What isn't named is as on `main`.

        Raises NotModerator, NotSetUp, TrackExists, and what `PolicyBinding.bound` raises.
        """
        name = " ".join(name.split())
        if not 0 < len(name) <= _NAME_LIMIT:
            raise BadSetting("name", name, ExpectedName(_NAME_LIMIT))
        space, tracks, unreadable = await self._moderated(actor)
        if any(track.name.casefold() == name.casefold() and not track.retired_at for track in tracks):
            raise TrackExists(name)
        if any(track.name.casefold() == name.casefold() for track in unreadable):
            raise TrackExists(name)
        if sum(track.retired_at is None for track in tracks) >= MOST_TRACKS:
            raise BadSetting("name", name, TracksAreFull(MOST_TRACKS))
        known = next((track.name for track in tracks if track.name.casefold() == name.casefold()), name)
        return await self._bind(actor, "track add", space, tracks, known, named_preset(preset), changes)

    async def edit(self, actor: Actor, name: str, changes: Changes) -> TrackSet:
        """Other periods, quorum, threshold, sources or executor. Raises what `add` raises, TrackUnknown,
        RulesUnreadable."""
        space, tracks, unreadable = await self._moderated(actor)
        track = _taking_proposals(tracks, name, unreadable)
        return await self._bind(
            actor, "track edit", space, tracks, track.name, as_file(track.policy), changes
        )

    async def retire(self, actor: Actor, name: str) -> tuple[Track, int]:
        """Nothing new is proposed on it; what runs goes on. The track, and how many of its proposals run.

        Raises NotModerator, NotSetUp, TrackUnknown, RulesUnreadable, BadSetting for `main`.
        """
        space, tracks, unreadable = await self._moderated(actor)
        track = _taking_proposals(tracks, name, unreadable)
        if track.name == MAIN:
            raise BadSetting("track", name, ExpectedOtherTrack(MAIN))
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            await repositories.spaces.retire_track(track.id, now)
            details = {"track": track.name}
            await log_act(repositories, actor, "track retire", at=now, space=space, details=details)
            live = await repositories.proposals.live_on_track(track.id)
        self.wake_signal.send()
        return track, len(live)

    async def apply(
        self, actor: Actor, name: str, preset: str, sources: str = "", quorum: str = ""
    ) -> TrackSet:
        """Give a track the rules of a preset; its sources and executor stay. Also one whose rules can't be read.

        Raises NotModerator, NotSetUp, TrackUnknown, and what `PolicyBinding.bound` raises.
        """
        space, tracks, unreadable = await self._moderated(actor)
        known = _name_of(tracks, name or MAIN, unreadable)
        changes = Changes(sources=sources, quorum=quorum)
        return await self._bind(actor, "policy apply", space, tracks, known, named_preset(preset), changes)

    async def read(
        self, actor: Actor, name: str, data: bytes
    ) -> tuple[str, Policy, tuple[NamedAccount, ...]]:
        """The name of the track, the policy that it would have by this file, with everything on chain looked at, and
        the names by which the file writes accounts; nothing is changed.

        Raises BadPolicy, and what `apply` raises.
        """
        space, tracks, unreadable = await self._moderated(actor)
        known = _name_of(tracks, name or MAIN, unreadable)
        file, names = await self.policy_binding.read(actor.guild, data)
        before = await self._before(tracks, known, unreadable)
        bound = await self.policy_binding.bound(file, Changes(), before)
        async with self.uow.reading() as repositories:
            await require_timelock(repositories, space, bound.policy)
        return known, bound.policy, names

    async def proposed(self, actor: Actor, name: str, preset: str, changes: Changes) -> Policy:
        """The policy that a track would have by a preset, or by its own where none is named, and these changes, with
        everything on chain looked at; nothing is changed. Raises what `apply` raises."""
        space, tracks, unreadable = await self._moderated(actor)
        if preset:
            known, file = _name_of(tracks, name or MAIN, unreadable), named_preset(preset)
        else:
            track = _taking_proposals(tracks, name or MAIN, unreadable)
            known, file = track.name, as_file(track.policy)
        changes = (await self.policy_binding.spelt_out(actor.guild, changes)).changes
        before = await self._before(tracks, known, unreadable)
        bound = await self.policy_binding.bound(file, changes, before)
        async with self.uow.reading() as repositories:
            await require_timelock(repositories, space, bound.policy)
        return bound.policy

    async def upload(self, actor: Actor, name: str, data: bytes) -> TrackSet:
        """Give a track the policy of this file. Raises what `read` raises."""
        space, tracks, unreadable = await self._moderated(actor)
        known = _name_of(tracks, name or MAIN, unreadable)
        file, names = await self.policy_binding.read(actor.guild, data)
        done = await self._bind(actor, "policy upload", space, tracks, known, file, Changes())
        return replace(done, names=names)

    async def versions(
        self, guild: GuildId, name: str, channel: ChannelId | None = None
    ) -> tuple[Track, list[Version]]:
        """All policies that the track ever had, the oldest first. Raises NotSetUp, TrackUnknown."""
        track = await self.named(guild, name, channel)
        async with self.uow.reading() as repositories:
            policies = await repositories.spaces.policies(track.id)
            log = await repositories.log.of_guild(guild, limit=_LOOKED_THROUGH)
        return track, [Version(each.number, each.policy, each.at, _by(each, track, log)) for each in policies]

    async def change(self, track: TrackId, old: int, new: int) -> tuple[Policy, Policy]:
        """Two of the policies that a track had, by their numbers. Raises StoredDataInvalid."""
        async with self.uow.reading() as repositories:
            policies = await repositories.spaces.policies(track)
        numbered = {each.number: each.policy for each in policies}
        if old not in numbered or new not in numbered:
            raise StoredDataInvalid(f"track {track}: policies")
        return numbered[old], numbered[new]

    async def _moderated(self, actor: Actor) -> tuple[Space, list[Track], list[UnreadableTrack]]:
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            require_moderator(actor, space)
            return space, *await _both(repositories, space.id)

    async def _before(
        self, tracks: Sequence[Track], name: str, unreadable: Sequence[UnreadableTrack]
    ) -> list[Policy]:
        """The policies from which a track takes sources and executor: its own, the newest first, then main's."""
        async with self.uow.reading() as repositories:
            return await earlier_policies(repositories, [*tracks, *unreadable], name)

    async def _bind(
        self,
        actor: Actor,
        act: str,
        space: Space,
        tracks: Sequence[Track],
        name: str,
        file: PolicyFile,
        changes: Changes,
    ) -> TrackSet:
        """Everything is read from the chains first; what is stored then is what was looked at."""
        spelt_out = await self.policy_binding.spelt_out(actor.guild, changes)
        changes = spelt_out.changes
        async with self.uow.reading() as repositories:
            unreadable = await repositories.spaces.unreadable_tracks(space.id)
        before = await self._before(tracks, name, unreadable)
        bound = await self.policy_binding.bound(file, changes, before)
        following = await self.policy_binding.following(file, changes, before, tracks)
        for executor in (executors := carried_out_by(bound.policy, following)):
            await self.executor_proofs.refuse_taken(actor, executor)
        was = next((track for track in tracks if track.name == name), None)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            discussed = await in_discussion(repositories, was)
            track = await repositories.spaces.set_track(space.id, name, bound.policy, now)
            await require_last_stage(repositories, track)
            require_names_parts_track(track)
            for policy in filter(None, (bound.policy, following)):
                await require_timelock(repositories, space, policy)
            await tell_rule_change(repositories, actor.guild, discussed, track, now)
            made = await make_next(repositories, track, following, now)
            for each, how in ((track, act), *((each, "track add") for each in made)):
                await log_act(repositories, actor, how, at=now, space=space, details=policy_details(each))
            missing = None
            if bound.policy.next_track and await next_track(repositories, track) is None:
                missing = bound.policy.next_track
            under_way = await _under_way(repositories, track)
        self.wake_signal.send()
        bindings = [
            await self.executor_proofs.state(space.id, each) for each in executors if each.needs_proof
        ]
        before_it = was.policy if was else None
        found = bound.executors, under_way, made, missing, tuple(bindings), bound.doubts
        return TrackSet(track, before_it, *found, spelt_out.names)


def version_of(versions: Sequence[Version], number: int | None) -> Version:
    """The version of that number; the newest for None, and for a number that is higher than all. Where that one can't
    be read, the next one before it that can."""
    wanted = versions[-1].number if number is None else number
    return next((each for each in reversed(versions) if each.number <= wanted), versions[0])


async def earlier_policies(
    repositories: Repositories, tracks: Sequence[Track | UnreadableTrack], name: str
) -> list[Policy]:
    """The policies that these tracks ever had: those of the track of that name first, the newest before the others."""
    return [
        version.policy
        for track in sorted(tracks, key=lambda each: (each.name != name, each.id))
        for version in (await repositories.spaces.policies(track.id))[::-1]
    ]


def policy_details(track: Track) -> dict[str, str]:
    """What the public log notes of a track with its policy."""
    policy = track.policy
    return {
        "track": track.name,
        "preset": policy.name,
        "policy": policy.hash,
        "sources": named_sources(policy),
        **named_executor(policy),
    }


async def _under_way(repositories: Repositories, track: Track) -> int:
    return sum(each.undecided for each in await repositories.proposals.live_on_track(track.id))


async def _both(repositories: Repositories, space: SpaceId) -> tuple[list[Track], list[UnreadableTrack]]:
    """The tracks of a space, and those whose rules can't be read."""
    return await repositories.spaces.tracks(space), await repositories.spaces.unreadable_tracks(space)


def _named(tracks: Sequence[Track], name: str, unreadable: Sequence[UnreadableTrack]) -> Track:
    """Raises TrackUnknown, RulesUnreadable."""
    wanted = " ".join(name.split()).casefold()
    for track in tracks:
        if track.name.casefold() == wanted:
            return track
    for each in unreadable:
        if each.name.casefold() == wanted:
            raise RulesUnreadable(each.name)
    raise TrackUnknown(name, tuple(track.name for track in tracks))


def _taking_proposals(tracks: Sequence[Track], name: str, unreadable: Sequence[UnreadableTrack]) -> Track:
    """Raises TrackUnknown, also for a track that was retired, and RulesUnreadable."""
    return _named([track for track in tracks if track.retired_at is None], name, unreadable)


def _name_of(tracks: Sequence[Track], name: str, unreadable: Sequence[UnreadableTrack]) -> str:
    """The name of a track as it is written, also of one that needs new rules since nobody can read those it has.

    Raises TrackUnknown.
    """
    try:
        return _taking_proposals(tracks, name, unreadable).name
    except RulesUnreadable as unread:
        return unread.track


def _by(version: PolicyVersion, track: Track, log: Sequence[LogEntry]) -> MemberId | None:
    """Who gave the track this policy. The act stands in the log with the same time."""
    for entry in log:
        of_track = entry.details.get("track", MAIN) == track.name
        if entry.at == version.at and of_track and entry.details.get("policy") == version.policy.hash:
            return entry.actor
    return None
