"""Making the service fail on demand, before or after the effect of a request."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.faults import WaitingFaults

LIE = "lie"
SOMEBODY_ELSE = "0x00000000000000000000000000000000DeaDBeef"


@dataclass
class Fault:
    """One fault that waits for its request."""

    method: str
    pattern: re.Pattern[str]
    status: int | str
    left: int
    after: bool


class ServiceFaults(WaitingFaults[Fault]):
    """The faults that are to come, and how often each route was asked for ("POST /api/v2/delegates/")."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: Counter[str] = Counter()

    def fail_next(
        self, method: str, pattern: str, *, status: int | str = 503, times: int = 1, after: bool = False
    ) -> Fault:
        """Let the next `times` requests whose path matches the regular expression fail.

        `status`: an HTTP status, `timeout` (no answer until `clear` or the end), `drop` (the connection closes) or
        `lie` (the answer says of each transaction that it pays somebody else and is executed). `after`: the request
        has its effect, and only the answer is lost.
        """
        if isinstance(status, str) and status not in ("timeout", "drop", LIE):
            raise ValueError(f"unknown fault {status!r}")
        return self.add(Fault(method, re.compile(pattern), status, times, after))

    def take(self, request: web.Request) -> Fault | None:
        """Count a request, and use up its fault if there is one."""
        resource = request.match_info.route.resource
        self.requests[f"{request.method} {resource.canonical if resource else request.path}"] += 1
        for fault in self.waiting:
            if fault.method in (request.method, "*") and fault.pattern.search(request.path):
                self.use(fault)
                return fault
        return None

    async def answer(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        """What the client gets."""
        if fault.status == "timeout":
            await self.kept_waiting()
        if isinstance(fault.status, str):
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        headers = {"Retry-After": "1"} if fault.status in (429, 503) else {}
        return web.json_response({"detail": "fault"}, status=fault.status, headers=headers)


def lied(answer: Any) -> Any:
    """What a service would say that wants owners to sign something else, and the bot to believe that it's done."""
    if isinstance(answer, list):
        return [lied(each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    changed = {key: lied(value) for key, value in answer.items()}
    if "safeTxHash" in changed:
        changed |= {"to": SOMEBODY_ELSE, "isExecuted": True, "isSuccessful": True}
    return changed
