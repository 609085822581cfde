"""The sweep: finds in the database what is due, and does it. Timers only wake it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.domain.errors import FolkmootError, Unavailable
from bot.domain.ids import ProposalId
from bot.services.jobs.job import Job, NotYet
from bot.services.ports import ScheduledJob

if TYPE_CHECKING:
    from bot.services.container import Services

_log = structlog.get_logger(__name__)

FIRST_RETRY = timedelta(seconds=1)
LONGEST_RETRY = timedelta(minutes=1)
AT_ONCE = 32
"""Jobs that run beside each other."""
_TAKEN_UP = 500
"""Jobs that have been found, and run or wait for their turn."""

_Key = tuple[ProposalId, str]


class Sweep:
    """Runs the jobs that are due, each once at a time. One that fails holds up nothing else."""

    def __init__(self, services: Services, jobs: Iterable[Job]) -> None:
        self._services = services
        self._jobs = {job.kind: job for job in jobs}
        self._tasks: dict[_Key, asyncio.Task[None]] = {}
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._looking = asyncio.Lock()
        self._begun = False

    async def run(self) -> datetime | None:
        """Do everything that is due now, and what becomes due by that. Returns when the next thing will be, None when
        nothing waits."""
        tried: set[tuple[_Key, int]] = set()
        while True:
            now = self._services.clock.now()
            await self._start(now, tried)
            if not self._tasks:
                return await self._next(now)
            await asyncio.wait(self._tasks.values())

    async def start(self, on_end: Callable[[], object]) -> datetime | None:
        """Start what is due now and isn't under way, without waiting for it; `on_end` is called whenever a job has
        ended. Returns when the next thing will be due, None when nothing waits."""
        now = self._services.clock.now()
        await self._start(now, set(), on_end)
        return await self._next(now)

    async def stop(self) -> None:
        """End what is under way. What was not done is done after the next start."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _start(
        self, now: datetime, tried: set[tuple[_Key, int]], on_end: Callable[[], object] = lambda: None
    ) -> None:
        """`tried` gathers what was started, with its version: the same is not started again."""
        async with self._looking:
            if not self._begun:
                await self._begin()
            if (room := _TAKEN_UP - len(self._tasks)) <= 0:
                return
            # What was under way when the database was asked may have been done when it answered.
            busy = set(self._tasks)
            async with self._services.uow.reading() as repositories:
                found = await repositories.jobs.due(now, room + len(busy))
            for job in found:
                key = (job.proposal, job.kind)
                if key not in busy and (key, job.version) not in tried and len(self._tasks) < _TAKEN_UP:
                    tried.add((key, job.version))
                    self._tasks[key] = asyncio.create_task(self._run(job))
                    self._tasks[key].add_done_callback(partial(self._ended, key, on_end))

    async def _begin(self) -> None:
        afresh = [kind for kind, job in self._jobs.items() if job.afresh]
        async with self._services.uow.writing() as repositories:
            await repositories.jobs.begin(self._services.clock.now(), afresh)
        self._begun = True

    async def _next(self, now: datetime) -> datetime | None:
        async with self._services.uow.reading() as repositories:
            return await repositories.jobs.next_due(now)

    def _ended(self, key: _Key, on_end: Callable[[], object], _: asyncio.Task[None]) -> None:
        del self._tasks[key]
        on_end()

    async def _run(self, job: ScheduledJob) -> None:
        async with self._turn:
            log = _log.bind(job=job.kind, proposal=job.proposal)
            try:
                again = await self._jobs[job.kind].run(self._services, job.proposal)
                async with self._services.uow.writing() as repositories:
                    await repositories.jobs.done(job, again)
            except NotYet as why:
                log.warning("job.waits", why=str(why))
                await self._failed(job)
            except Unavailable as unavailable:
                log.warning("job.unavailable", why=str(unavailable))
                await self._failed(job)
            except FolkmootError as error:
                log.error("job.failed", error=repr(error))
                await self._failed(job)
            except Exception:
                log.exception("job.fault")
                await self._failed(job)

    async def _failed(self, job: ScheduledJob) -> None:
        pause = min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(job.attempts, 20))
        async with self._services.uow.writing() as repositories:
            await repositories.jobs.failed(job, self._services.clock.now() + pause)
