"""Chains of which no node answers for long: the servers that use them are told, once, and once more when it is over."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec
import structlog

from bot.domain.errors import Unavailable
from bot.domain.ids import ChainId, GuildId
from bot.domain.silent_chain import SilentChain
from bot.services.delivery.notifications import ReportChain
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Chain, Clock, UnitOfWork

_log = structlog.get_logger(__name__)

PATIENCE = timedelta(minutes=15)
"""So long nobody is told: most of it is over by itself."""


class ChainWatch(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    clock: Clock
    wake_signal: WakeSignal
    _silent_since: dict[ChainId, datetime] = msgspec.field(default_factory=dict)
    """Since when each one has been asked in vain by this program."""

    async def watch(self, every: float) -> None:
        """Look every so many seconds. A look that fails is logged, and there is a next one."""
        while True:
            try:
                await self.look()
            except Exception:  # noqa: BLE001 - logged; who watches no more would tell of nothing
                _log.exception("chains.fault")
            await asyncio.sleep(every)

    async def look(self) -> None:
        """Ask each chain, and tell what is news."""
        answering = await asyncio.gather(*(self._answers(chain) for chain in self.chains.values()))
        async with self.uow.reading() as repositories:
            told = {each.chain: each for each in await repositories.silent_chains.all()}
        for chain, answers in zip(self.chains, answering, strict=True):
            now, known = self.clock.now(), told.get(chain)
            if answers:
                self._silent_since.pop(chain, None)
                if known is not None:
                    await self._tell(known, until=now)
                continue
            since = self._silent_since.setdefault(chain, now)
            if known is None and now >= since + PATIENCE:
                await self._tell(SilentChain(chain, since))

    async def _answers(self, chain: Chain) -> bool:
        try:
            await chain.head_time()
        except Unavailable as why:
            _log.warning("chain.silent", chain=chain.name, why=str(why))
            return False
        return True

    async def _tell(self, silent: SilentChain, until: datetime | None = None) -> None:
        """All servers that use it, in one transaction with the fact that they were told."""
        guilds = await self._using(silent.chain)
        async with self.uow.writing() as repositories:
            if until is None:
                await repositories.silent_chains.add(silent)
            else:
                await repositories.silent_chains.remove(silent.chain)
            await repositories.outbox.add(
                *(ReportChain(guild, silent.chain, silent.since, until) for guild in guilds),
                at=self.clock.now(),
            )
        self.wake_signal.send()

    async def _using(self, chain: ChainId) -> list[GuildId]:
        """Servers with a track that counts power or executes there. All are looked through, each by itself: it happens
        once each time that a chain falls silent."""
        async with self.uow.reading() as repositories:
            spaces = await repositories.spaces.all()
        found: set[GuildId] = set()
        for space in spaces:
            if space.guild in found or space.archived_at is not None:
                continue
            async with self.uow.reading() as repositories:
                tracks = await repositories.spaces.tracks(space.id)
            for policy in (track.policy for track in tracks if track.retired_at is None):
                executors = {policy.executor.chain} if policy.executor else set()
                if chain in policy.power.chains | executors:
                    found.add(space.guild)
        return sorted(found)
