"""The outbox worker: says what the facts ask to be said, each thing once, in order within its lane."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from msgspec.structs import replace

from bot.domain.errors import FolkmootError, Unavailable
from bot.domain.ids import GuildId
from bot.services.delivery.notifications import PostGivenUp, Queue, WarnUndelivered
from bot.services.limiter import Limiter, Limits, Pace
from bot.services.ports import (
    AskedToWait,
    Clock,
    Delivery,
    DeliveryHandler,
    OutboxEntry,
    Repositories,
    UnitOfWork,
)

_log = structlog.get_logger(__name__)

FIRST_RETRY = timedelta(seconds=1)
LONGEST_RETRY = timedelta(minutes=5)
AWAY = 2 * LONGEST_RETRY
"""More than this between two attempts was no trying: the program was not running."""
WARNED_AFTER = (timedelta(minutes=10), timedelta(days=1), timedelta(days=2))
"""When moderators hear of what can't be delivered, and what they can mend: so much time after it was tried first."""
LIMITS: Mapping[Queue, Limits] = {
    Queue.DECISIONS: Limits(16, of_one=6),
    Queue.EXECUTION: Limits(8, of_one=4),
    Queue.PRIVATE: Limits(2, of_one=2, pace=Pace(5, every=timedelta(seconds=3)), in_turns=True),
    Queue.NOTICES: Limits(2, of_one=2, pace=Pace(3, every=timedelta(seconds=6)), in_turns=True),
    Queue.ASSISTANCE: Limits(3, of_one=1),
    Queue.COSMETIC: Limits(8, of_one=4),
}
"""Of each queue."""
GATHERED_AT_MOST = 50
"""So many notifications that say the same are said together; it fits into a message."""


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
        *,
        patience: float = 1.0,
    ) -> None:
        """`patience`: by how much each kind's limit of an attempt's time is multiplied."""
        self._uow = uow
        self._handler_for = handler_for
        self._clock = clock
        self._listener = wake_signal.listener()
        self._on_given_up = on_given_up
        self._patience = patience
        self._limiters: dict[Queue, Limiter[str, GuildId]] = {
            queue: Limiter(limits) for queue, limits in LIMITS.items()
        }
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Deliver for as long as the program runs."""
        try:
            while True:
                if not await self._start_due():
                    await self._listener.wait(within=await self._pause())
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def deliver_due(self) -> int:
        """Deliver what is due now, and wait for all of it, then raise what a fault of the database raised. Returns how
        many deliveries were tried."""
        tasks = await self._start_due()
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, BaseException):
                raise ended
        return len(tasks)

    async def _start_due(self) -> list[asyncio.Task[None]]:
        """Start the first due delivery of each lane in which none is under way, as far as its queue lets: a slow
        lane holds up no other, nor a queue or a server another one."""
        now, steady = self._clock.now(), self._clock.steady()
        open_now = {
            queue: limiter
            for queue, limiter in self._limiters.items()
            if limiter.free() > 0 and not limiter.opens_in(steady)
        }
        if not open_now:
            return []
        # A lane that was busy when we looked may have delivered meanwhile what we saw waiting in it.
        busy = {queue: set(limiter.busy) for queue, limiter in open_now.items()}
        async with self._uow.reading() as repositories:
            some = await repositories.outbox.queues_due(open_now, now)
            due = {
                queue: await _due(repositories, queue, limiter, now, len(busy[queue]))
                for queue, limiter in open_now.items()
                if queue in some
            }
        for queue in open_now.keys() - due.keys():
            open_now[queue].served.clear()
        started: list[asyncio.Task[None]] = []
        for queue, entries in due.items():
            limiter = open_now[queue]
            for entry in entries:
                lane, guild = entry.notification.lane, entry.notification.guild
                if lane not in busy[queue] and limiter.may_begin(lane, guild, steady):
                    limiter.begin(lane, guild, steady)
                    task = asyncio.create_task(self._deliver(entry))
                    self._tasks.add(task)
                    task.add_done_callback(partial(self._ended, limiter, lane))
                    started.append(task)
        return started

    def _ended(self, limiter: Limiter[str, GuildId], lane: str, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        limiter.end(lane)
        if not task.cancelled() and (fault := task.exception()) is not None:
            _log.error("outbox.fault", lane=lane, exc_info=fault)
        self._listener.event.set()

    async def _pause(self) -> float:
        """Seconds until there may be something to do."""
        now, steady = self._clock.now(), self._clock.steady()
        times = []
        async with self._uow.reading() as repositories:
            for queue, limiter in self._limiters.items():
                if limiter.free() and (due := await repositories.outbox.next_due(queue)):
                    times.append(max(due, now + limiter.opens_in(steady)))
        # What is due already waits for its lane, which wakes us when it is free.
        soonest = 0.5 if self._tasks else 0.01
        return min(5.0, max(soonest, (min(times) - now).total_seconds())) if times else 5.0

    async def _deliver(self, found: OutboxEntry) -> None:
        began = self._clock.now()
        async with self._uow.writing() as repositories:
            entry = await repositories.outbox.begin(found.id, began)
            if entry is None:
                return
            gathered = await _gathered(repositories, entry, began)
            if gathered is None:
                return
            entry = gathered
            notification = entry.notification
        if not notification.readable:
            await self._give_up(entry, "StoredDataInvalid")
            return
        log = _log.bind(entry=entry.id, notification=type(notification).__name__)
        seconds = notification.time_limit.total_seconds() * self._patience
        try:
            async with asyncio.timeout(seconds):
                delivery = await self._handler_for(entry).deliver(entry)
            await self._done(entry, delivery)
        except AskedToWait as asked:
            if asked.everything:
                self._limiters[notification.queue].close(self._clock.steady() + asked.pause)
            await self._failed(entry, str(asked), asked.pause)
        except Unavailable as unavailable:
            await self._failed(entry, str(unavailable), mendable=unavailable.mendable)
        except FolkmootError as error:
            await self._give_up(entry, f"{type(error).__name__}: {error}")
        except TimeoutError:
            await self._failed(entry, f"TimeoutError: {seconds:.0f} s")
        except Exception as error:
            # A fault of the program must not hold up the other lanes, nor be forgotten.
            log.exception("outbox.fault")
            await self._failed(entry, repr(error))

    async def _done(self, entry: OutboxEntry, delivery: Delivery) -> None:
        now = self._clock.now()
        async with self._uow.writing() as repositories:
            proposal = getattr(entry.notification, "proposal", None)
            if proposal is not None:
                for posted in delivery.posted:
                    await repositories.messages.set(proposal, posted)
            over = repositories.outbox.drop if delivery.silent else repositories.outbox.done
            await over(entry, now)
            await repositories.outbox.add(*delivery.then, at=now, not_before=delivery.not_before)

    async def _failed(
        self, entry: OutboxEntry, why: str, at_least: timedelta = timedelta(0), *, mendable: bool = False
    ) -> None:
        now = self._clock.now()
        limit, tried = entry.notification.given_up_after, entry.tried
        if entry.last_attempt_at is not None:
            tried += min(max(now - entry.last_attempt_at, timedelta(0)), AWAY)
        if limit is not None and tried > limit:
            await self._give_up(entry, why)
            return
        pause = max(at_least, min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(entry.attempts, 20)))
        _log.warning("outbox.retry", entry=entry.id, notification=type(entry.notification).__name__, why=why)
        async with self._uow.writing() as repositories:
            await repositories.outbox.retry(entry, now + pause, why, tried)
            notification = entry.notification
            if (
                mendable
                and notification.warned
                and notification.missed
                and _warned_between(entry.tried, tried)
            ):
                await repositories.outbox.add(WarnUndelivered(notification.guild), at=now)

    async def _give_up(self, entry: OutboxEntry, why: str) -> None:
        notification, now = entry.notification, self._clock.now()
        log = _log.error if notification.missed else _log.warning
        log("outbox.given_up", entry=entry.id, notification=type(notification).__name__, why=why)
        async with self._uow.writing() as repositories:
            await repositories.outbox.give_up(entry, now, why)
            if notification.missed:
                await repositories.outbox.add(PostGivenUp(notification.guild), at=now)
        if self._on_given_up:
            self._on_given_up(entry, why)


async def _due(
    repositories: Repositories, queue: Queue, limiter: Limiter[str, GuildId], now: datetime, busy: int
) -> list[OutboxEntry]:
    """What is due of a queue, beside as much that is under way."""
    due = partial(repositories.outbox.due, queue, now, limiter.limits.at_once + busy)
    entries = await due(but_for=limiter.full() | limiter.served)
    if not entries and limiter.served:
        limiter.served.clear()
        entries = await due(but_for=limiter.full())
    return entries


async def _gathered(repositories: Repositories, entry: OutboxEntry, at: datetime) -> OutboxEntry | None:
    """The entry as it is to be delivered now, with what others of its own lane say that wait behind it. None where
    what many say has become a notification of another lane."""
    notification = entry.notification
    if not notification.together_from:
        return entry
    alike: list[Any] = await repositories.outbox.alike(entry, GATHERED_AT_MOST - 1)
    if len(alike) + 1 < notification.together_from:
        return entry
    together: Any = notification.gathered([each.notification for each in alike])
    if together.lane != notification.lane:
        for each in (entry, *alike):
            await repositories.outbox.done(each, at)
        await repositories.outbox.add(together, at=at)
        return None
    if entry.first_attempt_at is not None:
        return entry  # It may have been said as it is: what it doesn't say is said after it.
    await repositories.outbox.join(entry, alike, together)
    return replace(entry, notification=together)


def _warned_between(before: timedelta, now: timedelta) -> bool:
    return any(before < at <= now for at in WARNED_AFTER)
