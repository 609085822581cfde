"""The bot as its operator runs it: a process of its own that can be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from sandbox.discord import Application, Discord

AS_OPERATORS_RUN_IT = ("bot", "run")


class Started(Protocol):
    """A process, as asyncio's are."""

    @property
    def pid(self) -> int: ...

    @property
    def returncode(self) -> int | None: ...

    async def wait(self) -> int: ...

    def send_signal(self, signal: int) -> None: ...


class BotProcess:
    def __init__(
        self,
        discord: Discord,
        app: Application,
        environment: Mapping[str, str],
        folder: Path,
        program: Sequence[str] = AS_OPERATORS_RUN_IT,
    ) -> None:
        """`program`: the module that runs it, with its arguments."""
        self._discord = discord
        self._app = app
        self._environment = environment
        self._folder = folder
        self._program = program
        self._process: Started | None = None
        self.log = folder / "bot.log"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it is there now."""
        return self._process is not None and self._process.returncode is None

    async def start(self, within: float = 60) -> None:
        """Start it, and wait until it is connected. Raises RuntimeError with its last words if it ends instead."""
        environment = {**os.environ, **self._environment, "PYTHONPATH": str(_root())}
        self._process = await self._started(environment)
        connected = asyncio.create_task(self._discord.connected(self._app))
        ended = asyncio.create_task(self._process.wait())
        done, waiting = await asyncio.wait(
            [connected, ended], timeout=within, return_when=asyncio.FIRST_COMPLETED
        )
        for task in waiting:
            task.cancel()
        if connected not in done:
            raise RuntimeError(f"the bot did not come up; its last words:\n{self.last_words()}")

    async def kill(self) -> None:
        """SIGKILL: it gets no chance to put anything away."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def stop(self) -> int:
        """SIGTERM, as an operator stops it. Returns its exit status."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(20):
                    await self._process.wait()
            except TimeoutError:
                await self.kill()
        assert self._process.returncode is not None
        return self._process.returncode

    async def _started(self, environment: Mapping[str, str]) -> Started:
        """The process, which writes to the log."""
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                *self._program,
                cwd=self._folder,
                env=environment,
                stderr=log,
                stdout=log,
            )

    def last_words(self, lines: int = 15) -> str:
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def _root() -> Path:
    """Where the packages bot and sandbox are: the process runs in another folder."""
    return Path(__file__).resolve().parents[2]
