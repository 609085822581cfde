"""Setting a space up: where it lives in Discord, where its power comes from, who carries out what passes."""

from typing import Any, Self

import msgspec
from msgspec.structs import asdict, fields, replace

from bot.domain.accounts.accounts import NamedAccount
from bot.domain.errors import (
    BadSetting,
    NotModerator,
    NotSetUp,
    RulesUnreadable,
    SetUpByParent,
    SetupMoved,
    SetupOver,
)
from bot.domain.errors.chain.contracts import SourceDoubt
from bot.domain.errors.governance.settings import NothingChosen, RoleOfSome
from bot.domain.errors.governance.tree import ChannelTaken
from bot.domain.executors import AnyCheck, AnyExecutor, BindingState
from bot.domain.ids import ChannelId, GuildId, RoleId, SpaceId
from bot.domain.policy.model import Policy
from bot.domain.policy.toml.file import PolicyFile
from bot.domain.power import AnySource
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.setup import CHANNELS, NO_ROLE, ROLES, SetupAnswers
from bot.domain.spaces.space import MAIN, Space, Track, UnreadableTrack
from bot.domain.spaces.tree import SpaceTree
from bot.services.actors import Actor, is_everyone, require_moderator
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.executor_proofs import ExecutorProofs
from bot.services.governance.policies.policy_binding import (
    BoundPolicy,
    PolicyBinding,
    carried_out_by,
    named_executor,
    named_sources,
)
from bot.services.governance.policies.policy_changes import Changes
from bot.services.governance.policies.preset_parts import as_file, named_preset
from bot.services.governance.policies.rule_changes import in_discussion, tell_rule_change
from bot.services.governance.public_log import log_act
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.proposals.stages import make_next, require_last_stage, require_names_parts_track

_FIRST_PRESET = "token"
_CHANGES = tuple(field.name for field in fields(Changes))


class Places(msgspec.Struct, frozen=True):
    """The channels and roles of a space."""

    announcements: ChannelId
    discussion: ChannelId
    log: ChannelId
    moderators: RoleId
    guardians: RoleId
    voters: RoleId | None = None

    @classmethod
    def of(cls, space: Space) -> Self:
        return cls(**{field.name: getattr(space, field.name) for field in fields(cls)})


class PreparedSetup(msgspec.Struct, frozen=True):
    """What would be set up, as everything was found on chain. Nothing is changed yet."""

    places: Places
    bound: BoundPolicy
    following: Policy | None
    """The rules of the track that is made along with it."""
    earlier: tuple[Space, Track | UnreadableTrack] | None
    """What the server has now."""
    names: tuple[NamedAccount, ...] = ()
    """Those by which accounts were written."""


class SetupResult(msgspec.Struct, frozen=True):
    """What was set up, as it was found on chain."""

    space: Space
    track: Track
    executors: tuple[tuple[AnyExecutor, AnyCheck], ...]
    earlier: tuple[Space, Track | UnreadableTrack] | None
    """What the server had before; None where it had nothing, or nothing that can be read."""
    doubts: tuple[tuple[AnySource, SourceDoubt], ...] = ()
    """What a moderator should know of the sources."""
    made: tuple[Track, ...] = ()
    """Tracks that were made along with it: those on which what passed is voted on for good."""
    bindings: tuple[BindingState, ...] = ()
    """Whether it is proved of each executor that it belongs to the space; of those that need it."""
    names: tuple[NamedAccount, ...] = ()
    """Those by which accounts were written."""


class SpaceSetup(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    policy_binding: PolicyBinding
    executor_proofs: ExecutorProofs
    clock: Clock
    wake_signal: WakeSignal

    async def set_up(self, actor: Actor, answers: SetupAnswers) -> SetupResult:
        """Create or rebind the server's space and its track `main`; everything on chain is checked first.

        Other tracks stay as they are. Votes under way keep their frozen policy. Raises NotModerator, UnknownChain,
        BadSetting, BadPolicy, BadAddress, SetUpByParent, ExecutorTaken, NoCode, NotASafe, WrongContract,
        ChainUnavailable, SetupMoved; RulesUnreadable where the rules that are to stay can't be read, and no preset is
        named.
        """
        return await self.store(actor, await self.prepare(actor, answers))

    async def prepare(self, actor: Actor, answers: SetupAnswers) -> PreparedSetup:
        """What would be set up. Raises what `set_up` raises."""
        earlier = await self.earlier(actor)
        places = _places(answers, earlier[0] if earlier else None, actor.guild)
        tracks: list[Track] = []
        before: list[Policy] = []
        if earlier:
            async with self.uow.reading() as repositories:
                tracks = await repositories.spaces.tracks(earlier[0].id)
                before = [
                    version.policy for version in (await repositories.spaces.policies(earlier[1].id))[::-1]
                ]
        file = begun_with(answers, earlier)
        spelt_out = await self.policy_binding.spelt_out(
            actor.guild, Changes(**{name: getattr(answers, name) for name in _CHANGES})
        )
        changes = spelt_out.changes
        bound = await self.policy_binding.bound(file, changes, before)
        following = await self.policy_binding.following(file, changes, before, tracks)
        for executor in carried_out_by(bound.policy, following):
            await self.executor_proofs.refuse_taken(actor, executor)
        return PreparedSetup(places, bound, following, earlier, spelt_out.names)

    async def store(self, actor: Actor, prepared: PreparedSetup, draft: str = "") -> SetupResult:
        """Set up what was prepared and, in the same transaction, forget the draft from which it comes.

        Raises SetupOver where that draft is gone, SetupMoved where somebody else has changed the space meanwhile.
        """
        policy, following, earlier = prepared.bound.policy, prepared.following, prepared.earlier
        executors = carried_out_by(policy, following)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            if draft and not await repositories.setup_drafts.drop(draft):
                raise SetupOver
            if _replaced(await _now(repositories, actor.guild)) != _replaced(earlier):
                raise SetupMoved
            _refuse_taken(prepared.places, await repositories.spaces.tree(actor.guild))
            space = await repositories.spaces.bind(
                actor.guild, actor.guild_name, **asdict(prepared.places), at=now
            )
            discussed = await in_discussion(repositories, _readable(earlier))
            track = await repositories.spaces.set_track(space.id, MAIN, policy, now)
            await require_last_stage(repositories, track)
            require_names_parts_track(track)
            await tell_rule_change(repositories, actor.guild, discussed, track, now)
            made = await make_next(repositories, track, following, now)
            details = {"preset": policy.name, "policy": policy.hash, "sources": named_sources(policy)}
            details |= named_executor(policy)
            await log_act(repositories, actor, "setup", at=now, details=details)
            for each in made:
                more = {"track": each.name, "preset": each.policy.name, "policy": each.policy.hash}
                await log_act(repositories, actor, "track add", at=now, details=more)
        self.wake_signal.send()
        bindings = [
            await self.executor_proofs.state(space.id, each) for each in executors if each.needs_proof
        ]
        found = prepared.bound
        return SetupResult(
            space, track, found.executors, earlier, found.doubts, made, tuple(bindings), prepared.names
        )

    async def name_voters(self, actor: Actor, role: RoleId | None) -> Space:
        """Have this role mentioned when a vote opens, or nobody.

        Raises NotSetUp, NotModerator, and BadSetting for @everyone.
        """
        if role is not None:
            require_some("role", role, actor.guild)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            require_moderator(actor, space)
            if space.voters != role:
                await repositories.spaces.name_voters(space.id, role)
                await log_act(repositories, actor, "voters", at=now, space=space)
        self.wake_signal.send()
        return replace(space, voters=role)

    async def log_links(self, actor: Actor, logged: bool) -> Space:
        """Have each wallet that is linked or unlinked noted in the public log, or only those that move to another
        account or take themselves off one. Raises NotSetUp, NotModerator."""
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            require_moderator(actor, space)
            if space.logs_links != logged:
                await repositories.spaces.log_links(space.id, logged)
                details = {"wallets": "all" if logged else "moved"}
                await log_act(repositories, actor, "links", at=now, space=space, details=details)
        self.wake_signal.send()
        return replace(space, logs_links=logged)

    async def space(self, guild: GuildId) -> tuple[Space, Track]:
        """With its track `main`. Raises NotSetUp, RulesUnreadable."""
        space, track = await self._main(guild)
        if isinstance(track, UnreadableTrack):
            raise RulesUnreadable(track.name)
        return space, track

    async def place(self, guild: GuildId, channel: ChannelId | None = None) -> Space:
        """The channel's space alone, whatever its rules are. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            return await repositories.spaces.of_channel(guild, channel)

    async def home(self, proposal: Proposal) -> Space:
        """The space of a proposal."""
        async with self.uow.reading() as repositories:
            return await repositories.spaces.get(proposal.space)

    async def _main(self, guild: GuildId) -> tuple[Space, Track | UnreadableTrack]:
        async with self.uow.reading() as repositories:
            return await _of_guild(repositories, guild)

    async def earlier(self, actor: Actor) -> tuple[Space, Track | UnreadableTrack] | None:
        """What is set up already, if the actor may change it. Raises NotModerator, SetUpByParent."""
        try:
            here = await self.place(actor.guild, actor.channel)
        except NotSetUp:
            if not actor.administrator:
                raise NotModerator from None
            return None
        if here.parent is not None:
            raise SetUpByParent(here.name)
        space, track = await self._main(actor.guild)
        require_moderator(actor, space)
        return space, track


def begun_with(answers: SetupAnswers, earlier: tuple[Space, Track | UnreadableTrack] | None) -> PolicyFile:
    """The rules that the answers change: those of a preset, or those that are there. Raises BadSetting,
    RulesUnreadable."""
    if earlier and not answers.preset:
        if isinstance(earlier[1], UnreadableTrack):
            raise RulesUnreadable(earlier[1].name)
        return as_file(earlier[1].policy)
    return named_preset(answers.preset or _FIRST_PRESET)


def require_some(field: str, role: RoleId, guild: GuildId) -> None:
    """Raises BadSetting for @everyone."""
    if is_everyone(role, guild):
        raise BadSetting(field, "@everyone", RoleOfSome())


def _places(answers: SetupAnswers, space: Space | None, guild: GuildId) -> Places:
    """The channels and roles that are named, or else those that are there. Raises BadSetting."""
    found: dict[str, Any] = {
        name: getattr(answers, name) or getattr(space, name, None) for name in (*CHANNELS, *ROLES)
    }
    for name, place in found.items():
        if place is None:
            raise BadSetting(name, "", NothingChosen())
    for name in ROLES:
        require_some(name, found[name], guild)
    return Places(**found, voters=_voters(answers, space, guild))


def _voters(answers: SetupAnswers, space: Space | None, guild: GuildId) -> RoleId | None:
    """The role that is named, or else the one that is there. Raises BadSetting."""
    if answers.voters is None:
        return space.voters if space else None
    if answers.voters == NO_ROLE:
        return None
    require_some("voters", answers.voters, guild)
    return answers.voters


def _refuse_taken(places: Places, tree: SpaceTree) -> None:
    """Raises BadSetting for a channel that says that a part of the server is meant."""
    for part in tree.open:
        for name in CHANNELS:
            channel = getattr(places, name)
            if part.parent is not None and channel in part.channels.values():
                raise BadSetting(name, str(channel), ChannelTaken(channel, part.name))


def _readable(earlier: tuple[Space, Track | UnreadableTrack] | None) -> Track | None:
    """The track as it was, where its rules can be read."""
    return earlier[1] if earlier and isinstance(earlier[1], Track) else None


async def _of_guild(repositories: Repositories, guild: GuildId) -> tuple[Space, Track | UnreadableTrack]:
    """The space and its track `main`. Raises NotSetUp."""
    space = await repositories.spaces.of_guild(guild)
    tracks: list[Track | UnreadableTrack] = [
        *await repositories.spaces.tracks(space.id),
        *await repositories.spaces.unreadable_tracks(space.id),
    ]
    return space, next(track for track in tracks if track.name == MAIN)


async def _now(repositories: Repositories, guild: GuildId) -> tuple[Space, Track | UnreadableTrack] | None:
    try:
        return await _of_guild(repositories, guild)
    except NotSetUp:
        return None


def _replaced(
    found: tuple[Space, Track | UnreadableTrack] | None,
) -> tuple[SpaceId, Places, Track | UnreadableTrack] | None:
    """What setting up replaces of it. The rest of a space changes by itself, such as when its next digest is due."""
    if found is None:
        return None
    space, track = found
    return space.id, Places.of(space), track
