"""What keeps a proposal from going on is told where people look, once each time that it comes; it is tried again all
the time."""

from datetime import datetime

import msgspec
import structlog

from bot.domain.errors import ChainUnavailable, ExecutorUnproved
from bot.domain.errors.outside import DelegatorsUnread
from bot.domain.ids import GuildId, ProposalId, SpaceId
from bot.domain.proposals.obstacles import Cause, Obstacle, Step, cause_of
from bot.services.actors import ITSELF
from bot.services.delivery.notifications import PostEvent, PostLogEntry, RefreshCard
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, Repositories, UnitOfWork

_log = structlog.get_logger(__name__)


class Obstacles(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def meet(self, proposal: ProposalId, space: SpaceId, step: Step, error: Exception) -> None:
        """A step of a proposal has failed: its thread, its card and the log channel say so, where that is news."""
        now = self.clock.now()
        async with self.uow.reading() as repositories:
            data = await _more(repositories, proposal, error, now)
            known = await repositories.obstacles.of(proposal)
        cause, named = cause_of(error)
        met = Obstacle(step, cause, {**named, **data}, now)
        if known is not None:
            met = known.followed_by(met)
        if met == known and not met.is_due(now):
            return
        async with self.uow.writing() as repositories:
            if await repositories.obstacles.of(proposal) != known:
                return  # It was met by somebody else meanwhile; the next attempt looks again.
            told = met.is_due(now)
            await repositories.obstacles.set(proposal, met.after_telling(now) if told else met)
            if told:
                guild = (await repositories.spaces.get(space)).guild
                await self._tell(repositories, guild, proposal, met)
        if told:
            _log.warning("proposal.held_up", proposal=proposal, step=step.value, cause=met.cause.value)
            self.wake_signal.send()

    async def passed(self, proposal: ProposalId, step: Step) -> None:
        """A step of a proposal went well: what kept it from that has gone away, and is news when it comes back."""
        async with self.uow.reading() as repositories:
            known = await repositories.obstacles.of(proposal)
        if known is None or known.step is not step or known.since is None:
            return
        async with self.uow.writing() as repositories:
            if await repositories.obstacles.of(proposal) == known:
                await repositories.obstacles.set(proposal, known.gone())

    async def _tell(
        self, repositories: Repositories, guild: GuildId, proposal: ProposalId, obstacle: Obstacle
    ) -> None:
        now = self.clock.now()
        if obstacle.cause is Cause.UNREADABLE:
            # Neither its thread nor its card can be found.
            entry = await repositories.log.add(guild, ITSELF, "unreadable", at=now, proposal=proposal)
            await repositories.outbox.add(PostLogEntry(guild=guild, entry=entry.id), at=now)
            return
        data = {**obstacle.data, "step": obstacle.step.value, "cause": obstacle.cause.value}
        await repositories.outbox.add(
            PostEvent(guild, proposal, event="held_up", data=data, alarm=True),
            RefreshCard(guild, proposal),
            at=now,
        )


async def _more(
    repositories: Repositories, proposal: ProposalId, error: Exception, now: datetime
) -> dict[str, str]:
    """What the error doesn't know: when that changes, it is news."""
    if isinstance(error, ExecutorUnproved):
        # What ends after it was proved once more is another time; what was proved since is no such end.
        return {"proved": str(error.state.proved_at or "")}
    if isinstance(error, ChainUnavailable) and isinstance(error.unread, DelegatorsUnread):
        may_open = (await repositories.proposals.get(proposal)).opens_without_registry_from
        over = may_open is not None and may_open <= now
        return {"open": str(int(may_open.timestamp())) if may_open and over else ""}
    return {}
