"""One life of the bot, as a process that may kill itself (SIGKILL) right before a commit that its parent has named.

Nothing of the program is replaced: the points are those that SQLAlchemy reports, and the sandbox's own requests.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any
from zlib import crc32

from sqlalchemy import Engine, event

from bot import bootstrap
from bot.settings import Settings

_WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)", re.IGNORECASE)


class SharedClock:
    """The machine's time, moved on by as many seconds as the test has put into a shared number."""

    def __init__(self, ahead: Any) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._ahead.value)

    def steady(self) -> timedelta:
        return timedelta(seconds=time.monotonic() + self._ahead.value)


@dataclass(frozen=True)
class Part:
    """One of so many parts of all kinds of points, counted from 0; the same points in every run."""

    number: int
    of: int

    def has(self, point: str) -> bool:
        return crc32(point.encode()) % self.of == self.number


def live(
    environment: dict[str, str],
    spared: Mapping[str, int] | None,
    part: Part,
    ahead: Any,
    parent: Connection,
) -> None:
    """Run the bot until it is killed. `spared` names the kinds of commits (with -1) that pass unharmed: any other kind
    in this part kills. With None, none does."""
    os.environ.update(environment)
    if spared is not None:
        _kill_at_commits(spared, part, parent)
    asyncio.run(_run(ahead))


async def _run(ahead: Any) -> None:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    async with bootstrap.open_runtime(settings, SharedClock(ahead)) as parts:
        await bootstrap.Program(parts, settings).run()


def _kill_at_commits(spared: Mapping[str, int], part: Part, parent: Connection) -> None:
    written: dict[int, list[str]] = {}

    @event.listens_for(Engine, "before_cursor_execute")
    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if match := _WRITES.match(statement):
            written.setdefault(id(connection), []).append(match[1])

    @event.listens_for(Engine, "rollback")
    def forget(connection: Any) -> None:
        written.pop(id(connection), None)

    @event.listens_for(Engine, "commit")
    def commit(connection: Any) -> None:
        tables = written.pop(id(connection), [])
        if not tables:
            return
        point = "commit " + "+".join(dict.fromkeys(tables))
        if spared.get(point) == -1 or not part.has(point):
            return
        parent.send(point)
        os.kill(os.getpid(), signal.SIGKILL)
