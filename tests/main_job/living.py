"""The real bot in the test's own process and loop: started, stopped, or broken off in the middle of what it does."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from contextvars import Context, ContextVar, copy_context
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import CoroutineType
from typing import Any

from discord.gateway import KeepAliveHandler
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import bootstrap
from bot.chain.nodes.limits import Limits
from bot.domain.ids import GuildId, ProposalId, ProposalNumber
from bot.domain.linked_roles import LinkedField
from bot.domain.proposals.standing import Unseen
from bot.endpoint_registration import check_endpoint
from bot.linked_role_registration import check_linked_roles
from bot.services.delivery.outbox import OutboxWorker
from bot.services.jobs.sweep import Sweep
from bot.settings import Settings
from bot.web.requests.limits import WebLimits
from bot.wording.linked_roles import field_document
from sandbox.stage import Stage

CARD_SECONDS = 0.05
_SOON = Limits(wait=0.02, behind=0.05)
"""A node that fails, or is behind, is asked again almost at once."""
_HANGS = 5.0
"""Seconds: what takes longer does so while time passes."""
_WORK = {Sweep._run.__qualname__, OutboxWorker._deliver.__qualname__}
_life: ContextVar[set[asyncio.Task[Any]] | None] = ContextVar("life", default=None)
"""The tasks of the bot's present life: each task that one of them starts belongs to it too."""


class MovableClock:
    """The machine's time, as far ahead as the test has moved it; or one that begins at `start` and goes on as fast."""

    def __init__(self, start: datetime | None = None) -> None:
        self._ahead = start - datetime.now(UTC) if start else timedelta(0)
        self._stands_at: tuple[datetime, timedelta] | None = None

    def now(self) -> datetime:
        return self._stands_at[0] if self._stands_at else datetime.now(UTC) + self._ahead

    def steady(self) -> timedelta:
        return self._stands_at[1] if self._stands_at else timedelta(seconds=time.monotonic()) + self._ahead

    def move(self, ahead: timedelta) -> None:
        self._ahead += ahead

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Within this it stands still: nothing becomes due."""
        self._stands_at = self.now(), self.steady()
        try:
            yield
        finally:
            self._stands_at = None


class BotClock:
    """The clock of the bot's machine: as the world's, unless somebody sets it."""

    def __init__(self, world: MovableClock) -> None:
        self._world = world
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return self._world.now() + self.ahead

    def steady(self) -> timedelta:
        return self._world.steady()


def with_pages(stage: Stage, **more: str) -> dict[str, str]:
    """Settings of a bot that serves pages on a port of their own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    stage.app.redirects.add(f"http://{listen}/login")
    return {
        "FOLKMOOT_WEB_URL": f"http://{listen}",
        "FOLKMOOT_WEB_LISTEN": listen,
        "FOLKMOOT_DISCORD_CLIENT_SECRET": stage.app.client_secret,
        **more,
    }


class LivingBot:
    """One bot with one database, through as many lives as the test gives it."""

    def __init__(
        self,
        stage: Stage,
        clock: MovableClock,
        database: Path | str,
        card_seconds: float = CARD_SECONDS,
        **changes: str,
    ) -> None:
        """`card_seconds`: as the setting; so often twenty times it looks for its cards. `changes`: other settings."""
        self.stage = stage
        self.clock = clock
        self.machine = BotClock(clock)
        environment = stage.environment(
            database,
            FOLKMOOT_SWEEP_SECONDS="0.1",
            FOLKMOOT_FOLLOW_SECONDS="0.1",
            FOLKMOOT_CARD_SECONDS=str(card_seconds),
            FOLKMOOT_LOG_LEVEL="ERROR",
            **changes,
        )
        given: dict[str, Any] = {
            name.removeprefix("FOLKMOOT_").lower(): value for name, value in environment.items()
        }
        given["chains"] = json.loads(given["chains"])
        self.settings = Settings(_env_file=None, **given)  # type: ignore[call-arg]
        self.web_limits = WebLimits()
        self._parts = AsyncExitStack()
        self._tasks: set[asyncio.Task[Any]] = set()
        self.program: bootstrap.Program
        self._context: Context
        """That of the present life: in it is where the bot's Discord is."""

    async def start(self) -> None:
        """Returns when the bot is connected; raises what kept it from it."""
        runtime = await self._parts.enter_async_context(
            bootstrap.open_runtime(self.settings, self.machine, chain_limits=_SOON)
        )
        self.program = bootstrap.Program(
            runtime, self.settings, web_limits=self.web_limits, ready_seconds=0.05, identify_seconds=0.05
        )
        running = self._born(self.program.run())
        ready = asyncio.create_task(self.program.client.wait_until_ready_once())
        done, _ = await asyncio.wait([running, ready], timeout=30, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if running in done:
            running.result()
        assert ready in done, "the bot did not come up"

    async def register_endpoint(self) -> None:
        """Have Discord send interactions by HTTP, as the doctor does it."""
        checking = check_endpoint(self.program.client, self.settings.interactions_url)
        check = await asyncio.get_running_loop().create_task(checking, context=self._context)
        assert check.good, check

    async def register_linked_roles(self) -> None:
        """Tell Discord what linked roles are made of, as the doctor does it."""
        fields = [field_document(each) for each in LinkedField]
        checking = check_linked_roles(self.program.client, self.settings.linked_roles_url, fields)
        (check,) = await asyncio.get_running_loop().create_task(checking, context=self._context)
        assert check.good, check

    async def stop(self) -> None:
        """As SIGTERM does it."""
        self.program.stop()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=30)
        await self._parts.aclose()

    async def break_off(self) -> None:
        """End it where it is: nothing of its own clean end is run, and what it had in memory is gone.

        Only its file handles and sockets are closed and its threads ended, as the system does for a process that was
        killed; so its connections to the database go back first.
        """
        self.stage.discord.disconnect_gateways(resumable=False)
        while living := [task for task in self._tasks if not task.done()]:
            for task in living:
                if not _gives_back(task):
                    task.cancel()
            await asyncio.wait(living, timeout=0.01)
        for thread in threading.enumerate():
            if isinstance(thread, KeepAliveHandler) and thread.ws is self.program.client.ws:
                thread.stop()
        await self.program.client.http.close()
        await self._parts.aclose()

    async def restart(self) -> None:
        """Break it off, and start it again on the same database."""
        await self.break_off()
        await self.start()

    async def id_of(self, number: int) -> ProposalId:
        """By which the program knows the server's proposal of that number."""
        guild = GuildId(self.stage.guild.id)
        async with self.program.runtime.services.uow.reading() as repositories:
            found: ProposalId = await repositories.proposals.numbered(guild, ProposalNumber(number))
        return found

    async def in_discussion(self, number: int) -> bool:
        """Whether the thread of a proposal stands, so that its discussion has begun."""
        async with self.program.runtime.services.uow.reading() as repositories:
            thread = (await repositories.proposals.get(await self.id_of(number))).thread
        return thread is not None and thread.seen_at is not None

    async def has_said_all(self) -> bool:
        """Whether the bot has nothing left to say in the server."""
        async with self.program.runtime.services.uow.reading() as repositories:
            waiting: int = await repositories.outbox.waiting(GuildId(self.stage.guild.id))
        return waiting == 0

    async def unseen(self, number: int) -> bool:
        """Whether the bot has noted that something keeps a proposal's card, which it has asked for, from being seen."""
        async with self.program.runtime.services.uow.reading() as repositories:
            card = (await repositories.proposals.get(await self.id_of(number))).card
        return card is not None and card.why not in (None, Unseen.UNPOSTED)

    async def passes(self, **time: float) -> None:
        """Let so much time pass (as timedelta's arguments), and let the bot look at once for what is due.

        What it was doing is done before, unless that hangs: what began before that time and failed after it would wait
        for a pause that nobody lets pass.
        """
        with self.clock.standing():
            began = asyncio.get_running_loop().time()
            while (left := began + _HANGS - asyncio.get_running_loop().time()) > 0:
                if not (under_way := [task for task in self._tasks if _is_work(task)]):
                    break
                await asyncio.wait(under_way, timeout=left)
        self.leaps(**time)

    def leaps(self, **time: float) -> None:
        """The same at once, whatever it is doing: before it has noticed what the test has changed just before."""
        self.clock.move(timedelta(**time))
        self.program.runtime.services.wake_signal.send()

    def _born(self, life: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        loop = asyncio.get_running_loop()
        loop.set_task_factory(_task)
        self._tasks = set()
        self._context = copy_context()
        self._context.run(_life.set, self._tasks)
        return loop.create_task(life, context=self._context)


def _gives_back(task: asyncio.Task[Any]) -> bool:
    """Whether SQLAlchemy gives a connection back in it: the task that used it waits for that, even when cancelled."""
    coroutine = task.get_coro()
    return isinstance(coroutine, CoroutineType) and coroutine.cr_code is AsyncConnection.close.__code__


def _is_work(task: asyncio.Task[Any]) -> bool:
    """Whether it is a job, or the delivery of something, that goes on still."""
    return not task.done() and getattr(task.get_coro(), "__qualname__", None) in _WORK


def _task(
    loop: asyncio.AbstractEventLoop, coroutine: Any, context: Context | None = None, **asked: Any
) -> asyncio.Task[Any]:
    """A task, noted among those of the life that it was started in. `asked`: what later Pythons ask of it besides."""
    task = asyncio.Task(coroutine, loop=loop, context=context, **asked)
    tasks = context.get(_life) if context is not None else _life.get()
    if tasks is not None:
        tasks.add(task)
        # What is done is forgotten: each end of a loop looks through all tasks that anybody still knows.
        task.add_done_callback(tasks.discard)
    return task
