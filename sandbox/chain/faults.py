"""Making a node misbehave on demand, and counting what it was asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sandbox.faults import WaitingFaults

KINDS = frozenset(
    {"timeout", "drop", "429", "500", "garbage", "error", "empty", "lie", "stale", "wrong_block", "slow"}
)


@dataclass
class Fault:
    """One fault that waits for its method."""

    method: str
    kind: str
    left: int
    to: Any
    after: bool


class BrokenAnswer(Exception):
    """The whole HTTP answer is lost: `kind` says how."""

    def __init__(self, kind: str, pause: int = 0) -> None:
        """`pause` are the seconds that a 429 asks for."""
        super().__init__(kind)
        self.kind = kind
        self.pause = pause


class Faults(WaitingFaults[Fault]):
    """The faults that are to come. Kinds:

    - `timeout`: no answer until `clear` or the end; `drop`: the connection is closed without one;
    - `429`, `500`: this HTTP status; `429` asks for a pause of `to` seconds (default 0);
    - `garbage`: a page of HTML with status 200;
    - `error`: a JSON-RPC error, `to` is its message;
    - `empty`: `0x` in place of data, null in place of an object;
    - `lie`: `to` as the result, or what `to` makes of the true one when it's callable, or its last bit turned;
    - `stale`: the head and the tags are `to` blocks (default 5) behind;
    - `wrong_block`: the answer belongs to the block `to` (default 1) before the one asked for;
    - `slow`: the true answer, `to` seconds (default 5) late, or when the faults are cleared.
    """

    def __init__(self) -> None:
        super().__init__()
        self.requests: Counter[str] = Counter()

    def fail_next(
        self, method: str, *, kind: str, times: int = 1, to: Any = None, after: bool = False
    ) -> Fault:
        """Let the next `times` requests of a method (`*`: of any) fail; `after`: with their effect."""
        if kind not in KINDS:
            raise ValueError(f"unknown fault {kind!r}; there are {', '.join(sorted(KINDS))}")
        return self.add(Fault(method, kind, times, to, after))

    def take(self, method: str) -> Fault | None:
        """Count a request, and use up its fault if there is one."""
        self.requests[method] += 1
        for fault in self.waiting:
            if fault.method in (method, "*"):
                self.use(fault)
                return fault
        return None


def lie(result: Any, to: Any) -> Any:
    """A false result in the place of the true one."""
    if callable(to):
        return to(result)
    if to is not None:
        return to
    if isinstance(result, str) and result.startswith("0x") and len(result) > 2:
        return result[:-1] + format(int(result[-1], 16) ^ 1, "x")
    return None


def emptied(result: Any) -> Any:
    """What a node answers that has lost the data."""
    return "0x" if isinstance(result, str) else [] if isinstance(result, list) else None
