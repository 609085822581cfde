"""The outbox worker: says what the facts ask to be said, each thing once, in order within its lane."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.domain.errors import FolkmootError, Unavailable
from bot.services.ports import Clock, DeliveryHandler, OutboxEntry, UnitOfWork

_log = structlog.get_logger(__name__)

FIRST_RETRY = timedelta(seconds=1)
LONGEST_RETRY = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(days=3)
"""What could not be delivered for so long is given up, loudly: it needs a person."""
LANES_AT_ONCE = 16


class Listener:
    """One listener of a bell: hears it once, however often it rang meanwhile."""

    def __init__(self) -> None:
        self.event = asyncio.Event()

    async def wait(self, within: float) -> None:
        """Returns when the bell was rung since the last time, or after `within` seconds."""
        try:
            async with asyncio.timeout(within):
                await self.event.wait()
        except TimeoutError:
            return
        self.event.clear()


class WakeSignal:
    """Rung after a transaction that made work for the background: it then looks at once, not at its next round."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def listener(self) -> Listener:
        listener = Listener()
        self._listeners.append(listener)
        return listener

    def send(self) -> None:
        for listener in self._listeners:
            listener.event.set()


class OutboxWorker:
    def __init__(
        self,
        uow: UnitOfWork,
        handler_for: Callable[[OutboxEntry], DeliveryHandler],
        clock: Clock,
        wake_signal: WakeSignal,
        on_given_up: Callable[[OutboxEntry, str], None] | None = None,
    ) -> None:
        self._uow = uow
        self._handler_for = handler_for
        self._clock = clock
        self._listener = wake_signal.listener()
        self._on_given_up = on_given_up
        self._lanes: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Deliver for as long as the program runs."""
        try:
            while True:
                if not await self._start_due():
                    await self._listener.wait(within=await self._pause())
        finally:
            for task in self._lanes.values():
                task.cancel()
            await asyncio.gather(*self._lanes.values(), return_exceptions=True)

    async def deliver_due(self) -> int:
        """Deliver what is due now, and wait for it. Returns how many deliveries were tried."""
        tasks = await self._start_due()
        await asyncio.gather(*tasks)
        return len(tasks)

    async def _start_due(self) -> list[asyncio.Task[None]]:
        """Start the first due delivery of each lane in which none is under way: a slow lane holds up no other."""
        free = LANES_AT_ONCE - len(self._lanes)
        if free <= 0:
            return []
        # A lane that was busy when we looked may have delivered meanwhile what we saw waiting in it.
        busy = set(self._lanes)
        async with self._uow.reading() as repositories:
            entries = await repositories.outbox.due(self._clock.now(), LANES_AT_ONCE + len(busy))
        started: list[asyncio.Task[None]] = []
        for entry in entries:
            lane = entry.notification.lane
            if lane not in busy and lane not in self._lanes and len(started) < free:
                task = asyncio.create_task(self._deliver(entry))
                self._lanes[lane] = task
                task.add_done_callback(partial(self._lane_is_free, lane))
                started.append(task)
        return started

    def _lane_is_free(self, lane: str, _: asyncio.Task[None]) -> None:
        del self._lanes[lane]
        self._listener.event.set()

    async def _pause(self) -> float:
        async with self._uow.reading() as repositories:
            due = await repositories.outbox.next_due()
        if due is None:
            return 5.0
        # What is due already waits for its lane, which wakes us when it is free.
        soonest = 0.5 if self._lanes else 0.01
        return min(5.0, max(soonest, (due - self._clock.now()).total_seconds()))

    async def _deliver(self, entry: OutboxEntry) -> None:
        began = self._clock.now()
        async with self._uow.writing() as repositories:
            await repositories.outbox.begin(entry.id, began)
        try:
            delivery = await self._handler_for(entry).deliver(entry)
        except Unavailable as unavailable:
            await self._failed(entry, began, str(unavailable))
            return
        except FolkmootError as error:
            await self._give_up(entry, f"{type(error).__name__}: {error}")
            return
        except Exception as error:  # noqa: BLE001 - logged, and tried again
            # A fault of the program must not hold up the other lanes, nor be forgotten.
            _log.exception("outbox.fault", entry=entry.id, notification=type(entry.notification).__name__)
            await self._failed(entry, began, repr(error))
            return
        now = self._clock.now()
        async with self._uow.writing() as repositories:
            await repositories.outbox.done(entry.id, now)
            proposal = getattr(entry.notification, "proposal", None)
            if proposal is not None:
                for posted in delivery.posted:
                    await repositories.messages.set(proposal, posted)
            await repositories.outbox.add(*delivery.then, at=now)

    async def _failed(self, entry: OutboxEntry, began: datetime, why: str) -> None:
        now = self._clock.now()
        if now - (entry.first_attempt_at or began) > GIVE_UP_AFTER:
            await self._give_up(entry, why)
            return
        pause = min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(entry.attempts, 20))
        _log.warning("outbox.retry", entry=entry.id, notification=type(entry.notification).__name__, why=why)
        async with self._uow.writing() as repositories:
            await repositories.outbox.retry(entry.id, now + pause, why)

    async def _give_up(self, entry: OutboxEntry, why: str) -> None:
        log = _log.error if entry.notification.essential else _log.warning
        log("outbox.given_up", entry=entry.id, notification=type(entry.notification).__name__, why=why)
        async with self._uow.writing() as repositories:
            await repositories.outbox.give_up(entry.id, self._clock.now(), why)
        if self._on_given_up:
            self._on_given_up(entry, why)
