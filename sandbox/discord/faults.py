"""Things that go wrong on purpose: refused, delayed and lost answers."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Any

from sandbox.faults import WaitingFaults

Json = dict[str, Any]


@dataclass
class Fault:
    """What happens to the next requests of a kind."""

    method: str
    pattern: re.Pattern[str]
    status: int | None
    left: int
    after: bool
    seconds: float
    body: Json | None

    def hits(self, method: str, path: str) -> bool:
        """Whether it concerns this request (the path starts after /api/v10)."""
        return self.left > 0 and self.method in ("*", method) and bool(self.pattern.search(path))


class Faults(WaitingFaults[Fault]):
    """What goes wrong with the next requests."""

    def fail_next(
        self,
        method: str,
        path: str,
        *,
        status: int | None = 500,
        times: int = 1,
        after: bool = False,
        body: Json | None = None,
    ) -> Fault:
        """Let the next requests fail whose method ("*" for any) and path (a regular expression) fit.

        Before: answered with `status` and not done; `status` None closes the connection without an answer.
        `after`: done, but the answer is lost, since the connection is closed.
        """
        return self.add(Fault(method, re.compile(path), status, times, after, 0, body))

    def delay(self, method: str, path: str, seconds: float, *, times: int = 1) -> Fault:
        """Let the next such requests wait before they are handled."""
        return self.add(Fault(method, re.compile(path), None, times, False, seconds, None))

    async def take(self, method: str, path: str) -> Fault | None:
        """Sit out delays; then the fault that this request meets, if any."""
        for fault in [waiting for waiting in self.waiting if waiting.hits(method, path)]:
            self.use(fault)
            if not fault.seconds:
                return fault
            await asyncio.sleep(fault.seconds)
        return None
