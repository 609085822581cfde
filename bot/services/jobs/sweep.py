"""The sweep: finds in the database what is due, and does it. Timers only wake it."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot.domain.errors import FolkmootError, StoredDataInvalid, Unavailable
from bot.domain.ids import SpaceId
from bot.services.container import Services
from bot.services.delivery.notifications import ReportClock
from bot.services.jobs.job import AnyJob, NotYet, SpaceJob
from bot.services.limiter import Limiter, Limits
from bot.services.ports import ScheduledJob

_log = structlog.get_logger(__name__)

FIRST_RETRY = timedelta(seconds=1)
LONGEST_RETRY = timedelta(minutes=1)
UNREADABLE_RETRY = timedelta(minutes=10)
"""What can't be read stays so until somebody mends it."""
LIMITS = Limits(32, of_one=8)
"""For jobs of one kind. Those of another kind, and of other servers, have limits of their own."""
LONGEST_WAIT = timedelta(hours=1)
"""What is put off for longer than this was put off by a clock that was wrong."""
_TOLD_AT_MOST = 1000
"""Servers that are told of one time that the clock is wrong."""


class Sweep:
    """Runs the jobs that are due, each once at a time. One that fails holds up nothing else."""

    def __init__(self, services: Services, jobs: Iterable[AnyJob]) -> None:
        self._services = services
        self._jobs = {job.kind: job for job in jobs}
        self._limiters: dict[str, Limiter[int, SpaceId]] = {kind: Limiter(LIMITS) for kind in self._jobs}
        self._tasks: set[asyncio.Task[None]] = set()
        self._looking = asyncio.Lock()
        self._begun = False
        self._clock_known = False
        self._told_of_clock: set[SpaceId] | None = None
        """The spaces that were told that the machine's clock is wrong; None while it isn't."""

    async def run(self) -> datetime | None:
        """Do everything that is due now, and what becomes due by that. Returns when the next thing will be, None when
        nothing waits."""
        tried: set[tuple[int, int]] = set()
        while True:
            now = self._services.clock.now()
            started = await self._start(now, tried)
            if self._tasks:
                await asyncio.wait(self._tasks)
            elif not started:  # What ended while it was looked may have made more due.
                return await self._next(now)

    async def start(self, on_end: Callable[[], object]) -> datetime | None:
        """Start what is due now and isn't under way, without waiting for it; `on_end` is called whenever a job has
        ended. Returns when the next thing will be due, None when nothing waits."""
        now = self._services.clock.now()
        await self._start(now, set(), on_end)
        return await self._next(now)

    async def stop(self) -> None:
        """End what is under way. What was not done is done after the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _start(
        self, now: datetime, tried: set[tuple[int, int]], on_end: Callable[[], object] = lambda: None
    ) -> bool:
        """`tried` gathers what was started, with its version: the same is not started again. Returns whether anything
        was started."""
        before = len(tried)
        async with self._looking:
            if not self._begun:
                await self._begin()
            # Where as much is under way for a server as may be, others may have been behind it.
            while await self._look(now, tried, on_end):
                pass
        return len(tried) > before

    async def _look(self, now: datetime, tried: set[tuple[int, int]], on_end: Callable[[], object]) -> bool:
        """Returns whether anything was started. Nothing that is done because of the time is, while the machine's clock
        is wrong."""
        until = self._services.timekeeping.until()
        await self._follow_clock(until, now)
        # What was under way when the database was asked may have been done when it answered.
        busy = {kind: set(limiter.busy) for kind, limiter in self._limiters.items()}
        by_kind = {kind: until if job.by_clock else now for kind, job in self._jobs.items()}
        asked = {kind: by for kind, by in by_kind.items() if by and self._limiters[kind].free() > 0}
        found: list[ScheduledJob] = []
        async with self._services.uow.reading() as repositories:
            some = await repositories.jobs.kinds_due(asked)
            for kind, limiter in self._limiters.items():
                if kind not in some:
                    continue
                limit = limiter.free() + len(busy[kind])
                but_for = limiter.full() | self._services.handing_over.spaces
                found += await repositories.jobs.due(kind, asked[kind], limit, but_for=but_for)
        steady, started = self._services.clock.steady(), False
        for job in found:
            limiter = self._limiters[job.kind]
            known = job.id in busy[job.kind] or (job.id, job.version) in tried
            if not known and limiter.may_begin(job.id, job.space, steady):
                started = True
                tried.add((job.id, job.version))
                limiter.begin(job.id, job.space, steady)
                task = asyncio.create_task(self._run(job))
                self._tasks.add(task)
                task.add_done_callback(partial(self._ended, job, on_end))
        return started

    async def _follow_clock(self, until: datetime | None, now: datetime) -> None:
        """Where the clock turns out to be right, or wrong: what was put off by a wrong one is not put off for longer.
        While it is wrong, those servers are told in which something waits for it."""
        if until is None and not self._services.timekeeping.verdict().halts:
            return  # Nobody knows yet.
        if (until is None) != (self._told_of_clock is not None) or not self._clock_known:
            self._clock_known = True
            self._told_of_clock = set() if until is None else None
            async with self._services.uow.writing() as repositories:
                await repositories.jobs.hasten(now + LONGEST_WAIT, now)
                await repositories.outbox.hasten(now + LONGEST_WAIT, now)
            self._services.wake_signal.send()
        if self._told_of_clock is not None and len(self._told_of_clock) < _TOLD_AT_MOST:
            await self._tell_of_clock(self._told_of_clock, now)

    async def _tell_of_clock(self, told: set[SpaceId], now: datetime) -> None:
        async with self._services.uow.reading() as repositories:
            held: set[SpaceId] = set()
            for kind in (kind for kind, job in self._jobs.items() if job.by_clock):
                waiting = await repositories.jobs.due(kind, now, LIMITS.at_once, but_for=told | held)
                held |= {job.space for job in waiting}
        if not held:
            return
        async with self._services.uow.writing() as repositories:
            guilds = [(await repositories.spaces.get(space)).guild for space in sorted(held)]
            await repositories.outbox.add(*(ReportClock(guild) for guild in guilds), at=now)
        told |= held
        self._services.wake_signal.send()

    async def _begin(self) -> None:
        afresh = [kind for kind, job in self._jobs.items() if job.afresh]
        async with self._services.uow.writing() as repositories:
            await repositories.jobs.begin(self._services.clock.now(), afresh)
        self._begun = True

    async def _next(self, now: datetime) -> datetime | None:
        async with self._services.uow.reading() as repositories:
            return await repositories.jobs.next_due(now)

    def _ended(self, job: ScheduledJob, on_end: Callable[[], object], task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._limiters[job.kind].end(job.id)
        on_end()

    async def _run(self, job: ScheduledJob) -> None:
        kind, log = self._jobs[job.kind], _log.bind(job=job.kind, space=job.space, proposal=job.proposal)
        try:
            async with asyncio.timeout(kind.time_limit.total_seconds()):
                again = await self._work(kind, job)
            async with self._services.uow.writing() as repositories:
                await repositories.jobs.done(job, again)
            await self._went_well(job, log)
        except NotYet as why:
            log.warning("job.waits", why=str(why))
            await self._failed(job)
        except Unavailable as error:
            log.warning("job.unavailable", why=str(error))
            await self._held_up(job, log, error)
        except StoredDataInvalid as error:
            log.error("job.unreadable", error=repr(error))
            await self._held_up(job, log, error, UNREADABLE_RETRY)
        except FolkmootError as error:
            log.error("job.failed", error=repr(error))
            await self._held_up(job, log, error)
        except TimeoutError as error:
            log.error("job.hangs", limit=str(kind.time_limit))
            await self._held_up(job, log, error)
        except Exception as error:
            log.exception("job.fault")
            await self._held_up(job, log, error)

    async def _work(self, kind: AnyJob, job: ScheduledJob) -> datetime | None:
        if isinstance(kind, SpaceJob):
            return await kind.run(self._services, job.space)
        assert job.proposal is not None, "the rows of a proposal's kinds name it"
        return await kind.run(self._services, job.proposal)

    async def _went_well(self, job: ScheduledJob, log: Any) -> None:
        """It was done; what kept it from that has gone away."""
        step = self._jobs[job.kind].step
        if step is None or job.proposal is None:
            return
        try:
            await self._services.obstacles.passed(job.proposal, step)
        except Exception:
            log.exception("job.untold")

    async def _held_up(
        self, job: ScheduledJob, log: Any, error: Exception, at_least: timedelta = timedelta(0)
    ) -> None:
        """It failed; whoever waits for it is told."""
        await self._failed(job, at_least)
        step = self._jobs[job.kind].step
        if step is None or job.proposal is None:
            return
        try:
            await self._services.obstacles.meet(job.proposal, job.space, step, error)
        except Exception:
            log.exception("job.untold")

    async def _failed(self, job: ScheduledJob, at_least: timedelta = timedelta(0)) -> None:
        pause = max(at_least, min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(job.attempts, 20)))
        async with self._services.uow.writing() as repositories:
            await repositories.jobs.failed(job, self._services.clock.now() + pause)
