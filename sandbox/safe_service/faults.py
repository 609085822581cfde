"""Making the service fail on demand, before or after the effect of a request."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from dataclasses import dataclass

from aiohttp import web


@dataclass
class Fault:
    """One fault that waits for its request."""

    method: str
    pattern: re.Pattern[str]
    status: int | str
    left: int
    after: bool


class ServiceFaults:
    """The faults that are to come, and how often each route was asked for ("POST /api/v2/delegates/")."""

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.waiting: list[Fault] = []
        self._released = asyncio.Event()

    def fail_next(
        self, method: str, pattern: str, *, status: int | str = 503, times: int = 1, after: bool = False
    ) -> None:
        """Let the next `times` requests whose path matches the regular expression fail.

        `status`: an HTTP status, `timeout` (no answer until `clear` or the end) or `drop` (the connection closes).
        `after`: the request has its effect, and only the answer is lost.
        """
        if isinstance(status, str) and status not in ("timeout", "drop"):
            raise ValueError(f"unknown fault {status!r}")
        self.waiting.append(Fault(method, re.compile(pattern), status, times, after))

    def clear(self) -> None:
        """Forget all faults and let those go that were kept waiting."""
        self.waiting.clear()
        self._released.set()
        self._released = asyncio.Event()

    def take(self, request: web.Request) -> Fault | None:
        """Count a request, and use up its fault if there is one."""
        resource = request.match_info.route.resource
        self.requests[f"{request.method} {resource.canonical if resource else request.path}"] += 1
        for fault in self.waiting:
            if fault.method in (request.method, "*") and fault.pattern.search(request.path):
                fault.left -= 1
                if fault.left <= 0:
                    self.waiting.remove(fault)
                return fault
        return None

    async def answer(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        """What the client gets."""
        if fault.status == "timeout":
            await self._released.wait()
        if isinstance(fault.status, str):
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        headers = {"Retry-After": "1"} if fault.status in (429, 503) else {}
        return web.json_response({"detail": "fault"}, status=fault.status, headers=headers)
