"""The bot under a supervisor that kills it at every kind of point, and starts it again at once."""

from __future__ import annotations

import asyncio
import multiprocessing
import re
import signal
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

from sandbox.discord import NoAnswer
from sandbox.stage import Stage
from tests.crash.life import live

Answer = TypeVar("Answer")

_ID = re.compile(r"/\d{15,}")
_TOKEN = re.compile(r"(/interactions/…|/webhooks/…)/[^/]+")
_EMOJI = re.compile(r"/reactions/[^/]+")
_UNKNOWN = 255
"""The exit status of a process whose fork server went away with it (multiprocessing.popen_forkserver)."""
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.crash.life", "bot.cli.app", "cogs.notifications"])


@dataclass
class MortalBot:
    """Kills: before each kind of commit, and before and after each kind of request to Discord and to the transaction
    service, `times` times each."""

    stage: Stage
    folder: Path
    ahead: Any
    times: int
    deaths: Counter[str] = field(default_factory=Counter)
    lives: int = 0
    _process: BaseProcess | None = None
    _died: asyncio.Event = field(default_factory=asyncio.Event)
    _alive: asyncio.Event = field(default_factory=asyncio.Event)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _supervisor: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.stage.discord.on_request = self._before_request
        self._supervisor = asyncio.create_task(self._supervise())

    async def stop(self) -> None:
        """The last life ends by SIGTERM-like means: nothing is waiting any more."""
        self.stage.discord.on_request = None
        assert self._supervisor is not None
        self._supervisor.cancel()
        await asyncio.gather(self._supervisor, return_exceptions=True)
        if self._process is not None:
            self._process.kill()
            await asyncio.to_thread(self._process.join)

    async def act(self, action: Callable[[], Awaitable[Answer]]) -> Answer:
        """What a person does, again and again until the bot has lived long enough to answer."""
        while True:
            await self.alive()
            done = asyncio.ensure_future(action())
            died = asyncio.ensure_future(self._died.wait())
            await asyncio.wait([done, died], return_when=asyncio.FIRST_COMPLETED)
            died.cancel()
            if not done.done():
                done.cancel()
                await asyncio.gather(done, return_exceptions=True)
                continue
            try:
                return done.result()
            except (NoAnswer, TimeoutError):
                continue

    async def next_request(self) -> None:
        """After the bot's next request to Discord, or its next death, or a second: then something may be new."""
        self._news.clear()
        alive = asyncio.ensure_future(self._news.wait())
        assert self._supervisor is not None
        await asyncio.wait([alive, self._supervisor], timeout=1, return_when=asyncio.FIRST_COMPLETED)
        alive.cancel()
        if self._supervisor.done():
            self._supervisor.result()

    async def alive(self) -> None:
        """Until the bot is connected. Raises what ended it, if that was not a kill."""
        assert self._supervisor is not None
        alive = asyncio.ensure_future(self._alive.wait())
        await asyncio.wait([alive, self._supervisor], return_when=asyncio.FIRST_COMPLETED)
        alive.cancel()
        if self._supervisor.done():
            self._supervisor.result()

    async def _supervise(self) -> None:
        environment = self.stage.environment(
            self.folder / "folkmoot.db", FOLKMOOT_SWEEP_SECONDS="0.2", FOLKMOOT_FOLLOW_SECONDS="0.2"
        )
        while True:
            here, there = _context.Pipe(duplex=False)
            spared = {point: -1 for point, count in self.deaths.items() if count >= self.times}
            self._process = _context.Process(
                target=live, args=(environment, spared, self.ahead, there), daemon=True
            )
            self._process.start()
            there.close()
            self.lives += 1
            connected = asyncio.create_task(self._connected())
            await asyncio.to_thread(self._process.join)
            connected.cancel()
            self._alive.clear()
            self._died.set()
            self._note_death(here)
            if self._process.exitcode not in (-signal.SIGKILL, _UNKNOWN):
                raise RuntimeError(f"the bot ended by itself, with exit status {self._process.exitcode}")

    async def _connected(self) -> None:
        await self.stage.discord.connected(self.stage.app)
        self._died = asyncio.Event()
        self._alive.set()

    def _note_death(self, here: Connection) -> None:
        while here.poll():
            try:
                self.deaths[here.recv()] += 1
            except EOFError:
                return

    async def _before_request(self, request: Any) -> None:
        self._news.set()
        if request.method == "GET":
            return
        place = _EMOJI.sub("/reactions/…", _ID.sub("/…", request.path.split("?")[0]))
        place = _TOKEN.sub(r"\1/…", place)
        kind = _kind(request)
        for when in ("before", "after"):
            point = f"{when} {request.method} {place}{kind}"
            if self.deaths[point] < self.times:
                self.deaths[point] += 1
                if when == "after":
                    # It is done, and the process dies before it hears of it.
                    self.stage.discord.faults.fail_next(request.method, re.escape(request.path), after=True)
                    asyncio.get_running_loop().call_soon(self._kill)
                else:
                    self._kill()
                    self.stage.discord.faults.fail_next(request.method, re.escape(request.path), status=None)
                return

    def _kill(self) -> None:
        if self._process is not None and self._process.is_alive():
            self._process.kill()


def _kind(request: Any) -> str:
    """What a message is, so that the card and the result are different points."""
    text = str(request.body)
    for word in ("vote:", "result", "transaction", "executed", "confirm", "record"):
        if word in text.lower():
            return f" ({word})"
    return ""
