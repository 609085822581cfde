"""Processes of the bot that are forked from one which has loaded the program: what loading costs is paid once."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path

from sandbox.demo.bot_process import BotProcess, Started

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    [
        "tests.crash.life",
        "tests.forked",
        "tests.storage.processes",
        "bot.cli.app",
        "bot.cli.doctor",
        "bot.cli.retry",
        "tests.loaded",
    ]
)


async def command(
    folder: Path, *arguments: str, environment: Mapping[str, str], given: str = ""
) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of `folkmoot …` in a folder, with that on standard input."""
    with tempfile.TemporaryDirectory() as streams:
        files = [Path(streams) / name for name in ("in", "out", "err")]
        files[0].write_text(given, encoding="utf-8")
        process = PROCESSES.Process(target=_run, args=(folder, arguments, dict(environment), files))
        await asyncio.to_thread(process.start)
        await asyncio.to_thread(process.join)
        assert process.exitcode is not None
        return process.exitcode, files[1].read_text(encoding="utf-8"), files[2].read_text(encoding="utf-8")


class ForkedBot(BotProcess):
    """The bot in a process of its own, without the time that loading it takes."""

    async def _started(self, environment: Mapping[str, str]) -> Started:
        streams = [Path(os.devnull), self.log, self.log]
        process = PROCESSES.Process(target=_run, args=(self._folder, ("run",), dict(environment), streams))
        await asyncio.to_thread(process.start)
        return _Forked(process)


class _Forked:
    """A forked process, as one of asyncio's."""

    def __init__(self, process: BaseProcess) -> None:
        self._process = process
        # Whoever waits first reads the exit status; it can't be read again.
        self._ended = asyncio.ensure_future(asyncio.to_thread(process.join))

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode if self._ended.done() else None

    async def wait(self) -> int:
        await asyncio.shield(self._ended)
        assert self._process.exitcode is not None
        return self._process.exitcode

    def send_signal(self, signal: int) -> None:
        os.kill(self.pid, signal)


def _run(folder: Path, arguments: Sequence[str], environment: dict[str, str], files: Sequence[Path]) -> None:
    from bot.__main__ import main

    for number, file in enumerate(files):
        stream = os.open(file, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it ends with the process
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.exit(main(arguments))
