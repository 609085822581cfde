"""Setting a space up: where it lives in Discord, where its power comes from, who carries out what passes."""

from dataclasses import dataclass

from bot.domain.errors import BadSetting, NotModerator, NotSetUp, RulesUnreadable
from bot.domain.errors.contracts import SourceDoubt
from bot.domain.errors.settings import RoleOfSome
from bot.domain.executors import AnyCheck, BindingState
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.policy.model import Policy
from bot.domain.power import AnySource
from bot.domain.space import MAIN, Space, Track, UnreadableTrack
from bot.services.actors import Actor, is_everyone, require_moderator
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.executor_proofs import ExecutorProofs
from bot.services.governance.policy_binding import (
    Changes,
    PolicyBinding,
    as_file,
    carried_out_by,
    named_executor,
    named_preset,
    named_sources,
)
from bot.services.governance.public_log import log_act
from bot.services.governance.rule_changes import in_discussion, tell_rule_change
from bot.services.ports import Clock, UnitOfWork
from bot.services.proposals.stages import make_next, require_last_stage

_FIRST_PRESET = "token"


@dataclass(frozen=True)
class SetupRequest:
    """What a moderator fills in, as typed. What is empty stays as it was, and takes the preset's value at first."""

    announcements: ChannelId
    discussion: ChannelId
    log: ChannelId
    moderators: RoleId
    guardians: RoleId
    changes: Changes
    preset: str = ""
    """Named, its rules take the place of those that were there."""


@dataclass(frozen=True)
class SetupResult:
    """What was set up, as it was found on chain."""

    space: Space
    track: Track
    executor: AnyCheck | None
    earlier: tuple[Space, Track] | None
    """What the server had before; None where it had nothing, or nothing that can be read."""
    doubts: tuple[tuple[AnySource, SourceDoubt], ...] = ()
    """What a moderator should know of the sources."""
    made: tuple[Track, ...] = ()
    """Tracks that were made along with it: those on which what passed is voted on for good."""
    binding: BindingState | None = None
    """Whether it is proved that the executor belongs to the space; None where there is none."""


@dataclass(frozen=True)
class SpaceSetup:
    uow: UnitOfWork
    policy_binding: PolicyBinding
    executor_proofs: ExecutorProofs
    clock: Clock
    wake_signal: WakeSignal

    async def set_up(self, actor: Actor, request: SetupRequest) -> SetupResult:
        """Create or rebind the server's space and its track `main`; everything on chain is checked first.

        Other tracks stay as they are. Votes under way keep their frozen policy. Raises NotModerator, UnknownChain,
        BadSetting, BadPolicy, BadAddress, ExecutorTaken, NoCode, WrongContract, ChainUnavailable; RulesUnreadable where
        the rules that are to stay can't be read, and no preset is named.
        """
        earlier = await self._earlier(actor)
        for name, role in (("moderators", request.moderators), ("guardians", request.guardians)):
            if is_everyone(role, actor.guild):
                raise BadSetting(name, "@everyone", RoleOfSome())
        tracks: list[Track] = []
        before: list[Policy] = []
        if earlier:
            async with self.uow.reading() as repositories:
                tracks = await repositories.spaces.tracks(earlier[0].id)
                before = [
                    version.policy for version in (await repositories.spaces.policies(earlier[1].id))[::-1]
                ]
                if isinstance(earlier[1], UnreadableTrack) and not request.preset:
                    raise RulesUnreadable(earlier[1].name)
        was = earlier[1] if earlier and isinstance(earlier[1], Track) else None
        preset = request.preset or _FIRST_PRESET
        file = as_file(was.policy) if was and not request.preset else named_preset(preset)
        bound = await self.policy_binding.bound(file, request.changes, before)
        policy = bound.policy
        following = await self.policy_binding.following(file, request.changes, before, tracks)
        executor = carried_out_by(policy, following)
        if executor is not None:
            await self.executor_proofs.refuse_taken(actor, executor)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.bind(
                actor.guild,
                actor.guild_name,
                announcements=request.announcements,
                discussion=request.discussion,
                log=request.log,
                moderators=request.moderators,
                guardians=request.guardians,
                at=now,
            )
            discussed = await in_discussion(repositories, was)
            track = await repositories.spaces.set_track(space.id, MAIN, policy, now)
            await require_last_stage(repositories, track)
            await tell_rule_change(repositories, actor.guild, discussed, track, now)
            made = await make_next(repositories, track, following, now)
            details = {"preset": policy.name, "policy": policy.hash, "sources": named_sources(policy)}
            details |= named_executor(policy)
            await log_act(repositories, actor, "setup", at=now, details=details)
            for each in made:
                more = {"track": each.name, "preset": each.policy.name, "policy": each.policy.hash}
                await log_act(repositories, actor, "track add", at=now, details=more)
        self.wake_signal.send()
        binding = await self.executor_proofs.state(space.id, executor) if executor else None
        before_it = (earlier[0], was) if earlier and was else None
        return SetupResult(space, track, bound.executor, before_it, bound.doubts, made, binding)

    async def space(self, guild: GuildId) -> tuple[Space, Track]:
        """With its track `main`. Raises NotSetUp, RulesUnreadable."""
        space, track = await self._main(guild)
        if isinstance(track, UnreadableTrack):
            raise RulesUnreadable(track.name)
        return space, track

    async def place(self, guild: GuildId) -> Space:
        """The space alone, whatever its rules are. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            return await repositories.spaces.of_guild(guild)

    async def _main(self, guild: GuildId) -> tuple[Space, Track | UnreadableTrack]:
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_guild(guild)
            tracks: list[Track | UnreadableTrack] = [
                *await repositories.spaces.tracks(space.id),
                *await repositories.spaces.unreadable_tracks(space.id),
            ]
        return space, next(track for track in tracks if track.name == MAIN)

    async def _earlier(self, actor: Actor) -> tuple[Space, Track | UnreadableTrack] | None:
        """What is set up already, if the actor may change it. Raises NotModerator."""
        try:
            space, track = await self._main(actor.guild)
        except NotSetUp:
            if not actor.administrator:
                raise NotModerator from None
            return None
        require_moderator(actor, space)
        return space, track
