"""The dry runs that moderators look at: one in a server, for some minutes, in memory alone."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec
import structlog

from bot.domain.dry_run.pretend_votes import PretendVotes
from bot.domain.errors.governance.dry_run import DryRunOver, DryRunUnderWay
from bot.domain.executors import AnyExecutor, Proof
from bot.domain.ids import GuildId, MemberId
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.spaces.space import Space, Track
from bot.services.actors import Actor, require_moderator
from bot.services.container import Services
from bot.services.dry_run.playing import Step, Wanted, play
from bot.services.remembered import Remembered

DRY_RUN = Requirement(Effect.READ, frozenset({Who.MODERATORS}))
LASTS = timedelta(minutes=30)
_MOST = 50
"""In all servers; the oldest are forgotten."""
_AT_ONCE = 4
"""So many servers' are played at a time, and one of each: each asks chains as a whole vote does."""


class DryRun(msgspec.Struct, frozen=True):
    token: str
    member: MemberId
    track: Track
    votes: tuple[PretendVotes, ...]
    steps: tuple[Step, ...]
    until: datetime


@dataclass
class DryRuns:
    services: Services
    _kept: Remembered[GuildId, DryRun] = field(default_factory=lambda: Remembered(_MOST))
    _playing: set[GuildId] = field(default_factory=set)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def begin(
        self,
        actor: Actor,
        track: str,
        votes: tuple[PretendVotes, ...],
        *,
        title: str,
        text: str,
        actions: str,
    ) -> DryRun:
        """All of it is played at once, and shown step by step. Another one of the same moderator's is over by that.

        Raises NotSetUp, NotModerator, TrackUnknown, TrackRetired, RulesUnreadable, DryRunUnfit, DryRunUnderWay,
        ChainUnavailable.
        """
        services = self.services
        space = await services.space_setup.place(actor.guild, actor.channel)
        require_moderator(actor, space)
        chosen = await services.tracks.named(actor.guild, track, actor.channel)
        self._refuse_second(actor)
        self._playing.add(actor.guild)
        try:
            tracks = await services.tracks.open(actor.guild, actor.channel)
            proofs = await self._proofs(space, chosen)
            async with self._turns:
                wanted = Wanted(actor, space, tracks, chosen, votes, title, text, actions, proofs)
                with structlog.contextvars.bound_contextvars(dry_run=True):
                    steps = await play(services, wanted)
        finally:
            self._playing.discard(actor.guild)
        until = services.clock.now() + LASTS
        run = DryRun(secrets.token_hex(8), actor.member, chosen, votes, tuple(steps), until)
        self._kept.remember(actor.guild, run)
        return run

    async def found(self, actor: Actor, token: str) -> DryRun:
        """Raises DryRunOver, also to others than whose it is; NotModerator to who isn't one any more, NotSetUp."""
        require_moderator(actor, await self.services.space_setup.place(actor.guild, actor.channel))
        run = self._kept.get(actor.guild)
        if run is None or run.token != token or run.member != actor.member:
            raise DryRunOver
        if self.services.clock.now() >= run.until:
            del self._kept[actor.guild]
            raise DryRunOver
        return run

    async def end(self, actor: Actor, token: str) -> None:
        """Nothing of it is kept. Raises what `found` raises."""
        await self.found(actor, token)
        del self._kept[actor.guild]

    def _refuse_second(self, actor: Actor) -> None:
        run = self._kept.get(actor.guild)
        others = run is not None and run.member != actor.member and self.services.clock.now() < run.until
        if others or actor.guild in self._playing:
            raise DryRunUnderWay

    async def _proofs(self, space: Space, track: Track) -> Mapping[AnyExecutor, Sequence[Proof]]:
        found: dict[AnyExecutor, Sequence[Proof]] = {}
        async with self.services.uow.reading() as repositories:
            for executor in track.policy.executors:
                holder = await repositories.executor_bindings.holder(executor)
                if holder is not None and holder.space == space.id:
                    found[executor] = await repositories.executor_bindings.proofs(space.id, executor)
        return found
