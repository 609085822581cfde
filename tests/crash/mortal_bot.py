"""The bot under a supervisor that starts it again at once, whenever it was killed."""

from __future__ import annotations

import asyncio
import re
import signal
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from sandbox.discord.errors import SandboxError
from sandbox.stage import Stage
from tests.crash.life import Part, live
from tests.forked import PROCESSES

Answer = TypeVar("Answer")

_ID = re.compile(r"/\d{15,}")
_TOKEN = re.compile(r"(/interactions/…|/webhooks/…)/[^/]+")
_EMOJI = re.compile(r"/reactions/[^/]+")
_UNKNOWN = 255
"""The exit status of a process whose fork server went away with it (multiprocessing.popen_forkserver)."""


class Unanswered(Exception):
    """Nobody knows whether the bot has done what it was asked for."""


@dataclass
class MortalBot(ABC):
    """What kills it is said by the kinds below."""

    stage: Stage
    folder: Path
    ahead: Any
    part: Part = field(default_factory=lambda: Part(0, 1))
    """Of the kinds of commits and requests, those that kill."""
    lives: int = 0
    _process: BaseProcess | None = None
    _died: asyncio.Event = field(default_factory=asyncio.Event)
    _alive: asyncio.Event = field(default_factory=asyncio.Event)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _supervisor: asyncio.Task[None] | None = None

    @property
    @abstractmethod
    def kills(self) -> int:
        """How often it was killed so far."""

    @abstractmethod
    def _spared(self) -> Mapping[str, int] | None:
        """What the next life does before its commits (`life.live`)."""

    @abstractmethod
    async def _before_request(self, request: Any) -> None:
        """Before the sandbox's Discord handles a request of the bot."""

    @abstractmethod
    def _begun(self) -> None:
        """A new life has begun."""

    @abstractmethod
    def _ended(self, parent: Connection) -> None:
        """A life has ended; `parent` holds what it said."""

    def start(self) -> None:
        self.stage.discord.on_request = self._on_request
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

    async def attempt(self, action: Callable[[], Awaitable[Answer]]) -> Answer:
        """What a person tries once. Raises Unanswered where the bot died, was silent or gave no next step."""
        await self.alive()
        done = asyncio.ensure_future(action())
        died = asyncio.ensure_future(self._died.wait())
        await asyncio.wait([done, died], return_when=asyncio.FIRST_COMPLETED)
        died.cancel()
        if not done.done():
            done.cancel()
            await asyncio.gather(done, return_exceptions=True)
            raise Unanswered
        try:
            return done.result()
        except (SandboxError, TimeoutError) as error:
            raise Unanswered from error

    async def act(self, action: Callable[[], Awaitable[Answer]]) -> Answer:
        """What a person does, again and again until the bot has lived long enough to answer."""
        while True:
            with suppress(Unanswered):
                return await self.attempt(action)

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
            here, there = PROCESSES.Pipe(duplex=False)
            self._process = PROCESSES.Process(
                target=live,
                args=(environment, self._spared(), self.part, self.ahead, there),
                daemon=True,
            )
            self._process.start()
            there.close()
            self.lives += 1
            self._begun()
            connected = asyncio.create_task(self._connected())
            await asyncio.to_thread(self._process.join)
            connected.cancel()
            self._alive.clear()
            self._died.set()
            self._ended(here)
            if self._process.exitcode not in (-signal.SIGKILL, _UNKNOWN):
                raise RuntimeError(f"the bot ended by itself, with exit status {self._process.exitcode}")

    async def _connected(self) -> None:
        await self.stage.discord.connected(self.stage.app)
        self._died = asyncio.Event()
        self._alive.set()

    async def _on_request(self, request: Any) -> None:
        self._news.set()
        await self._before_request(request)

    def _kill(self) -> None:
        if self._process is not None and self._process.is_alive():
            self._process.kill()


@dataclass
class BotKilledAtPoints(MortalBot):
    """Killed before each kind of commit, and before and after each kind of request to Discord, `times` times each, as
    far as these kinds are in its `part`."""

    times: int = 1
    deaths: Counter[str] = field(default_factory=Counter)

    @property
    def kills(self) -> int:
        return self.deaths.total()

    def _spared(self) -> Mapping[str, int]:
        return {point: -1 for point, count in self.deaths.items() if count >= self.times}

    def _begun(self) -> None:
        """The points wait for it."""

    def _ended(self, parent: Connection) -> None:
        while parent.poll():
            try:
                self.deaths[parent.recv()] += 1
            except EOFError:
                return

    async def _before_request(self, request: Any) -> None:
        if request.method == "GET":
            return
        place = _EMOJI.sub("/reactions/…", _ID.sub("/…", request.path.split("?")[0]))
        place = _TOKEN.sub(r"\1/…", place)
        kind = _kind(request)
        for when in ("before", "after"):
            point = f"{when} {request.method} {place}{kind}"
            if self.deaths[point] < self.times and self.part.has(point):
                self.deaths[point] += 1
                if when == "after":
                    # It is done, and the process dies before it hears of it.
                    self.stage.discord.faults.fail_next(request.method, re.escape(request.path), after=True)
                    asyncio.get_running_loop().call_soon(self._kill)
                else:
                    self._kill()
                    self.stage.discord.faults.fail_next(request.method, re.escape(request.path), status=None)
                return


@dataclass
class BotKilledAtRandom(MortalBot):
    """Once it is `mortal`, killed at a moment within `longest` seconds after each start, as `random` says."""

    random: Random = field(default_factory=Random)
    longest: float = 5.0
    mortal: bool = False
    _kills: int = 0
    _due: asyncio.TimerHandle | None = None

    @property
    def kills(self) -> int:
        return self._kills

    def make_mortal(self) -> None:
        """This life and all that follow end by a kill."""
        self.mortal = True
        self._begun()

    def spare(self) -> None:
        """From now on nothing kills it."""
        self.mortal = False
        if self._due is not None:
            self._due.cancel()

    def _spared(self) -> None:
        return None

    async def _before_request(self, request: Any) -> None:
        """Any moment is as good as another."""

    def _begun(self) -> None:
        if self.mortal:
            self._due = asyncio.get_running_loop().call_later(
                self.random.uniform(0, self.longest), self._strike
            )

    def _ended(self, parent: Connection) -> None:
        if self._due is not None:
            self._due.cancel()

    def _strike(self) -> None:
        self._kills += 1
        self._kill()


def _kind(request: Any) -> str:
    """What a message is, so that the card and the result are different points."""
    text = str(request.body)
    for word in ("vote:", "result", "transaction", "executed", "confirm", "record"):
        if word in text.lower():
            return f" ({word})"
    return ""
