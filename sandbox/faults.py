"""Faults that wait for their requests: what those of the chain, of Discord and of the Safe service have in common."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Generic, Protocol, TypeVar


class Counted(Protocol):
    """A fault that is used up by as many requests as are `left`."""

    left: int


F = TypeVar("F", bound=Counted)


class WaitingFaults(Generic[F]):
    """The faults that are to come, first come, first served."""

    def __init__(self) -> None:
        self.waiting: list[F] = []
        self._released = asyncio.Event()

    def add(self, fault: F) -> F:
        """One more waits."""
        self.waiting.append(fault)
        return fault

    def use(self, fault: F) -> None:
        """It has hit a request; another one may have used it up meanwhile."""
        fault.left -= 1
        if fault.left <= 0 and fault in self.waiting:
            self.waiting.remove(fault)

    def forget(self, fault: F) -> None:
        """One fault hits nothing any more, and whoever is kept waiting goes on; the others stay."""
        if fault in self.waiting:
            self.waiting.remove(fault)
        self._release()

    def clear(self) -> None:
        """Forget all faults and let those go that were kept waiting."""
        self.waiting.clear()
        self._release()

    async def kept_waiting(self, seconds: float | None = None) -> None:
        """Return when the faults are cleared, or after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._released.wait()

    def _release(self) -> None:
        self._released.set()
        self._released = asyncio.Event()
