"""For how long a server keeps what isn't part of a record: chosen by its moderators in public, and carried out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
import structlog

from bot.domain.errors import PeriodOutOfBounds
from bot.domain.ids import GuildId, SpaceId
from bot.domain.retention import BOUNDS, RetentionKind
from bot.services.actors import Actor, require_moderator
from bot.services.delivery.outbox import WakeSignal
from bot.services.each_by_itself import each_by_itself
from bot.services.governance.public_log import log_act
from bot.services.ports import Clock, UnitOfWork
from bot.services.voting.live.live_votes import LiveVotes

LOOKED_EVERY = timedelta(days=1)
_AT_ONCE = 200
"""Rows that go in one transaction, beside which others still vote."""
_MORE = timedelta(seconds=5)
"""Until the next such transaction."""
_FOR_GOOD = "for good"

_log = structlog.get_logger(__name__)


class Retaining(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    live_votes: LiveVotes
    clock: Clock
    wake_signal: WakeSignal
    forget: Sequence[Callable[[], None]] = ()
    """Lets go of what is kept in memory of closed votes."""

    async def of(self, guild: GuildId) -> Mapping[RetentionKind, int]:
        """The server's periods in days; what stays has none. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            root = await repositories.spaces.of_guild(guild)
            return await repositories.retentions.of_space(root.id)

    async def keep(self, actor: Actor, kind: RetentionKind, days: int | None) -> None:
        """Keep it for so many days, None: until its member is erased. What is older goes within a day.

        Raises NotSetUp, NotModerator, PeriodOutOfBounds."""
        bounds = BOUNDS[kind]
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            root = await repositories.spaces.of_guild(actor.guild)
            require_moderator(actor, root)
            if days is not None and not bounds.least <= days <= bounds.most:
                raise PeriodOutOfBounds(days, bounds.least, bounds.most)
            if (await repositories.retentions.of_space(root.id)).get(kind) == days:
                return
            # Whoever is against it has a day to say so.
            await repositories.retentions.choose(root.id, kind, days, now + LOOKED_EVERY)
            details = {"kept": kind.value, "days": _FOR_GOOD if days is None else str(days)}
            await log_act(repositories, actor, "retention", at=now, details=details)
        self.wake_signal.send()

    async def expire(self, space: SpaceId) -> datetime | None:
        """Have go what is older than the server's periods, so much at a time. Returns when to look again.

        A kind that fails holds up none of the others; what it raised is raised.
        """
        now = self.clock.now()
        async with self.uow.reading() as repositories:
            due = await repositories.retentions.due(space, now)
            guild = (await repositories.spaces.get(space)).guild

        async def expire(kind: RetentionKind) -> None:
            before = now - timedelta(days=due[kind])
            async with self.uow.writing() as repositories:
                number, changed = await repositories.retentions.expire(guild, kind, before, _AT_ONCE)
                left = number >= _AT_ONCE
                await repositories.retentions.look_again(space, kind, now + (_MORE if left else LOOKED_EVERY))
            if not number:
                return
            for forget in self.forget:
                forget()
            for proposal in changed:
                self.live_votes.end(proposal)
            _log.info("privacy.expired", guild=guild, kind=kind.value)

        await each_by_itself(due, expire)
        async with self.uow.reading() as repositories:
            return (await repositories.spaces.get(space)).retention_at
