"""Drawing juries when their block is final: each once, whatever happens in between."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec
import structlog

from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import ChainId, GuildId, SpaceId
from bot.domain.sortition.draw import JuryDraw
from bot.services.delivery.notifications import PostJury
from bot.services.delivery.outbox import WakeSignal
from bot.services.each_by_itself import each_by_itself
from bot.services.ports import Chain, Clock, UnitOfWork
from bot.services.sortition.first_block import first_block

_log = structlog.get_logger(__name__)

LOOK_AGAIN = timedelta(seconds=30)
PATIENCE = timedelta(hours=1)
"""So long after its moment nobody is told that the block isn't final: on most chains it takes minutes."""


class DrawingJuries(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    clock: Clock
    wake_signal: WakeSignal

    async def draw(self, space_id: SpaceId) -> datetime | None:
        """Draw the juries of a space whose block is final now. Returns when to look again, None where none waits.

        Which block it is follows from the chain alone: one that doesn't answer puts its draws off, and changes nothing.
        What keeps one from being drawn is raised after the others.
        """
        async with self.uow.reading() as repositories:
            guild = (await repositories.spaces.get(space_id)).guild
            due = await repositories.jury_draws.due(space_id, self.clock.now())
        await each_by_itself(due, lambda draw: self._draw(guild, draw))
        async with self.uow.reading() as repositories:
            next_at = (await repositories.spaces.get(space_id)).draws_at
        return None if next_at is None else max(next_at, self.clock.now() + LOOK_AGAIN)

    async def _draw(self, guild: GuildId, draw: JuryDraw) -> None:
        block = await self._block(draw)
        if block is None:
            await self._tell_late(guild, draw)
        else:
            await self._store(guild, draw, block)

    async def _block(self, draw: JuryDraw) -> BlockRef | None:
        """None where it isn't final, or nobody says which it is; also where the operator has the chain no more."""
        chain = self.chains.get(draw.terms.chain)
        if chain is None:
            return None
        try:
            return await first_block(chain, draw.terms)
        except ChainUnavailable as why:
            _log.warning("jury.waits", draw=draw.id, why=str(why))
            return None

    async def _store(self, guild: GuildId, draw: JuryDraw, block: BlockRef) -> None:
        async with self.uow.writing() as repositories:
            fresh = await repositories.jury_draws.get(draw.id)
            if fresh.block is not None:
                return
            await repositories.jury_draws.draw(fresh.drawn_by(block))
            await repositories.outbox.add(PostJury(guild, draw.id, step="drawn"), at=self.clock.now())
        self.wake_signal.send()
        _log.info("jury.drawn", draw=draw.id, block=block.number)

    async def _tell_late(self, guild: GuildId, draw: JuryDraw) -> None:
        """Once."""
        now = self.clock.now()
        if draw.late_at is not None or now < draw.terms.after_time + PATIENCE:
            return
        async with self.uow.writing() as repositories:
            await repositories.jury_draws.late(draw.id, now)
            await repositories.outbox.add(PostJury(guild, draw.id, step="late"), at=now)
        self.wake_signal.send()
