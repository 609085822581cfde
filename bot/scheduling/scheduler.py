"""Wakes the sweep: at start, every minute, when the next thing is due, when a job has ended, and by the wake signal."""

import asyncio
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.services.delivery.outbox import Listener, WakeSignal
from bot.services.jobs.sweep import Sweep

_log = structlog.get_logger(__name__)

PAUSE = 0.5
"""Seconds: however often it is woken, the database isn't asked more often than this."""
_NEXT = "next-moment"


class Scheduler:
    """Looks for what is due. APScheduler's own jobs carry nothing but "look again": a lost or late one loses
    nothing."""

    def __init__(self, sweep: Sweep, wake_signal: WakeSignal, *, every: float = 60.0) -> None:
        """`every`, in seconds: it looks that often, also where nothing has woken it."""
        self._sweep = sweep
        self._every = every
        self._pause = min(PAUSE, every)
        self._listener: Listener = wake_signal.listener()
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None})

    async def run(self) -> None:
        """Sweep for as long as the program runs. A look that fails is logged, and there is a next one."""
        self._scheduler.add_job(
            self._listener.event.set, IntervalTrigger(seconds=self._every), id="every-round"
        )
        self._scheduler.start()
        try:
            while True:
                await self._sweep_once()
                await self._listener.wait(within=self._every)
                await asyncio.sleep(self._pause)
        finally:
            self._scheduler.shutdown(wait=False)
            await self._sweep.stop()

    async def _sweep_once(self) -> None:
        try:
            moment = await self._sweep.start(self._listener.event.set)
        except Exception:  # noqa: BLE001 - logged; a sweeper that stops would leave votes open for ever
            _log.exception("sweep.fault")
            return
        if moment is not None:
            self._scheduler.add_job(
                self._listener.event.set, DateTrigger(run_date=moment), id=_NEXT, replace_existing=True
            )
