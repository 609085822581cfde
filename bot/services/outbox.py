"""The outbox worker: says what the facts ask to be said, each thing once, in order within its lane."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.domain.errors import FolkmootError, Unavailable
from bot.services.ports import Clock, Courier, OutboxEntry, UnitOfWork

_log = structlog.get_logger(__name__)

FIRST_RETRY = timedelta(seconds=1)
LONGEST_RETRY = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(days=3)
"""What could not be delivered for so long is given up, loudly: it needs a person."""
LANES_AT_ONCE = 16


class Ear:
    """One listener of a bell: hears it once, however often it rang meanwhile."""

    def __init__(self) -> None:
        self.event = asyncio.Event()

    async def heard(self, within: float) -> None:
        """Returns when the bell was rung since the last time, or after `within` seconds."""
        try:
            async with asyncio.timeout(within):
                await self.event.wait()
        except TimeoutError:
            return
        self.event.clear()


class Bell:
    """Rung after a transaction that made work for the background: it then looks at once, not at its next round."""

    def __init__(self) -> None:
        self._ears: list[Ear] = []

    def ear(self) -> Ear:
        ear = Ear()
        self._ears.append(ear)
        return ear

    def ring(self) -> None:
        for ear in self._ears:
            ear.event.set()


class OutboxWorker:
    def __init__(
        self,
        uow: UnitOfWork,
        courier_for: Callable[[OutboxEntry], Courier],
        clock: Clock,
        bell: Bell,
        on_given_up: Callable[[OutboxEntry, str], None] | None = None,
    ) -> None:
        self._uow = uow
        self._courier_for = courier_for
        self._clock = clock
        self._ear = bell.ear()
        self._on_given_up = on_given_up

    async def run(self) -> None:
        """Deliver for as long as the program runs."""
        while True:
            if not await self.deliver_due():
                await self._ear.heard(within=await self._pause())

    async def deliver_due(self) -> int:
        """Deliver what is due now. Returns how many deliveries were tried."""
        async with self._uow.reading() as facts:
            entries = await facts.outbox.due(self._clock.now(), LANES_AT_ONCE)
        await asyncio.gather(*(self._deliver(entry) for entry in entries))
        return len(entries)

    async def _pause(self) -> float:
        async with self._uow.reading() as facts:
            due = await facts.outbox.next_due()
        if due is None:
            return 5.0
        return min(5.0, max(0.01, (due - self._clock.now()).total_seconds()))

    async def _deliver(self, entry: OutboxEntry) -> None:
        began = self._clock.now()
        async with self._uow.writing() as facts:
            await facts.outbox.begin(entry.id, began)
        try:
            delivery = await self._courier_for(entry).deliver(entry)
        except Unavailable as unavailable:
            await self._failed(entry, began, str(unavailable))
            return
        except FolkmootError as error:
            await self._give_up(entry, f"{type(error).__name__}: {error}")
            return
        except Exception as error:  # noqa: BLE001 - logged, and tried again
            # A fault of the program must not hold up the other lanes, nor be forgotten.
            _log.exception("outbox.fault", entry=entry.id, notice=type(entry.notice).__name__)
            await self._failed(entry, began, repr(error))
            return
        now = self._clock.now()
        async with self._uow.writing() as facts:
            await facts.outbox.done(entry.id, now)
            proposal = getattr(entry.notice, "proposal", None)
            if proposal is not None:
                for posted in delivery.posted:
                    await facts.messages.set(proposal, posted)
            await facts.outbox.add(*delivery.then, at=now)

    async def _failed(self, entry: OutboxEntry, began: datetime, why: str) -> None:
        now = self._clock.now()
        if now - (entry.first_attempt_at or began) > GIVE_UP_AFTER:
            await self._give_up(entry, why)
            return
        pause = min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(entry.attempts, 20))
        _log.warning("outbox.retry", entry=entry.id, notice=type(entry.notice).__name__, why=why)
        async with self._uow.writing() as facts:
            await facts.outbox.retry(entry.id, now + pause, why)

    async def _give_up(self, entry: OutboxEntry, why: str) -> None:
        _log.error("outbox.given_up", entry=entry.id, notice=type(entry.notice).__name__, why=why)
        async with self._uow.writing() as facts:
            await facts.outbox.give_up(entry.id, self._clock.now(), why)
        if self._on_given_up:
            self._on_given_up(entry, why)
