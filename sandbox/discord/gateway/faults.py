"""What may happen to events on their way: lost, told twice, late, or in another order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Deliver = Callable[[], None]


@dataclass
class _Waiting:
    event: str
    times: int
    copies: int


class HeldEvents:
    """Events that stay on their way until they are let go, in whatever order."""

    def __init__(self, event: str) -> None:
        self.event = event
        self._held: list[Deliver] = []
        self._more = asyncio.Event()

    async def until(self, number: int) -> None:
        """Returns when so many are held."""
        while len(self._held) < number:
            self._more.clear()
            await self._more.wait()

    def __len__(self) -> int:
        return len(self._held)

    def take(self, event: str, deliver: Deliver) -> bool:
        """Whether it is held back: those of this kind, "*" for all."""
        if self.event not in ("*", event):
            return False
        self._held.append(deliver)
        self._more.set()
        return True

    def release(self, order: Sequence[int] | None = None) -> None:
        """Tell them now: as they came, or in this order of their places. Those that `order` leaves out stay held."""
        places = range(len(self._held)) if order is None else order
        released = [self._held[place] for place in places]
        self._held = [held for place, held in enumerate(self._held) if place not in places]
        for deliver in released:
            deliver()

    def lose(self) -> None:
        """Forget them: nobody is ever told."""
        self._held.clear()


class GatewayFaults:
    """Asked for each event that somebody's act brings about; READY and its like always arrive."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []
        self._holding: list[HeldEvents] = []
        self.lag = 0.0
        """Seconds by which all events come late, in their order."""
        self._late: deque[tuple[float, Deliver]] = deque()
        self._teller: asyncio.Task[None] | None = None

    def lose_next(self, event: str, *, times: int = 1) -> None:
        """Never tell of the next events of a kind, such as MESSAGE_REACTION_ADD; not after a RESUME either."""
        self._waiting.append(_Waiting(event, times, 0))

    def repeat_next(self, event: str, *, times: int = 1, copies: int = 2) -> None:
        """Tell so often of each of the next events of a kind, as Discord does with interactions now and then."""
        self._waiting.append(_Waiting(event, times, copies))

    def hold(self, event: str = "*") -> HeldEvents:
        """Keep the events of a kind back from now on, until `resume`."""
        held = HeldEvents(event)
        self._holding.append(held)
        return held

    def resume(self) -> None:
        """Hold nothing back any more, and tell what was held in the order in which it came."""
        holding, self._holding = self._holding, []
        for held in holding:
            held.release()

    def pass_on(self, event: str, deliver: Deliver) -> None:
        """Call `deliver` once, or as the faults have it."""
        copies = 1
        for waiting in self._waiting:
            if waiting.event in ("*", event):
                waiting.times -= 1
                copies = waiting.copies
                break
        self._waiting = [waiting for waiting in self._waiting if waiting.times > 0]
        for _ in range(copies):
            if not any(held.take(event, deliver) for held in self._holding):
                self._tell(deliver)

    def stop(self) -> None:
        """Tell nothing late any more."""
        if self._teller is not None:
            self._teller.cancel()

    def _tell(self, deliver: Deliver) -> None:
        if not self.lag and not self._late:
            deliver()
            return
        loop = asyncio.get_running_loop()
        self._late.append((loop.time() + self.lag, deliver))
        if self._teller is None or self._teller.done():
            self._teller = loop.create_task(self._tell_late())

    async def _tell_late(self) -> None:
        while self._late:
            due, deliver = self._late[0]
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
            deliver()
            self._late.popleft()
