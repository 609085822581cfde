"""A world in which everything around the bot fails now and then, all at the same time."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sandbox.stage import Stage

ANYTHING = r".*"
_DISCORD = (500, 502, 503, None)
"""None: the connection is closed without an answer."""
_CHAIN = ("drop", "429", "500", "garbage", "error", "empty", "stale")
"""What can be recognised with one endpoint. A false number can't."""
_WAITING = 3
"""Of the faults of each that nobody has met yet, at most so many."""
_SERVICE = (429, 500, 502, 503, "drop")


@dataclass
class Storm:
    """Faults of Discord, its gateway, the RPC endpoint and the Safe service, some `per_second` of them.

    A fault waits for the next request, and few wait at any time: who comes once a minute would otherwise find more of
    them each time, and never get through.
    """

    stage: Stage
    random: Random
    per_second: float = 1.0
    faults: Counter[str] = field(default_factory=Counter)
    _blowing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Storm:
        self._blowing = asyncio.create_task(self._blow())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Calm again, with nothing left that would still fail. Raises what the storm itself stumbled over."""
        assert self._blowing is not None
        self._blowing.cancel()
        with suppress(asyncio.CancelledError):
            await self._blowing
        self.stage.discord.faults.clear()
        self.stage.chain.faults.clear()
        self.stage.service.faults.clear()

    async def _blow(self) -> None:
        kinds: dict[Callable[[], None], int] = {
            self._discord: 5,
            # A connection must last five seconds before discord.py identifies itself again.
            self._gateway: 1,
            self._rpc: 5,
            self._safe_service: 5,
        }
        while True:
            # The storm has no rhythm that the bot could get used to.
            await asyncio.sleep(self.random.expovariate(self.per_second))
            (kind,) = self.random.choices(list(kinds), weights=list(kinds.values()))
            self.faults[kind.__name__.removeprefix("_")] += 1
            kind()

    def _discord(self) -> None:
        """A request is refused, or done without an answer."""
        if len(self.stage.discord.faults.waiting) >= _WAITING:
            return
        status: Any = self.random.choice(_DISCORD)
        after = status is None and self.random.random() < 0.5
        self.stage.discord.faults.fail_next("*", ANYTHING, status=status, after=after)

    def _gateway(self) -> None:
        self.stage.discord.disconnect_gateways(resumable=self.random.random() < 0.5)

    def _rpc(self) -> None:
        """One to four requests fail. No second fault waits: an attempt to open a vote, which asks each thing three
        times, would meet them in a row, however long it waited."""
        if self.stage.chain.faults.waiting:
            return
        self.stage.chain.faults.fail_next(
            "*", kind=self.random.choice(_CHAIN), times=self.random.randint(1, 4)
        )

    def _safe_service(self) -> None:
        if len(self.stage.service.faults.waiting) >= _WAITING:
            return
        status: Any = self.random.choice(_SERVICE)
        self.stage.service.faults.fail_next("*", ANYTHING, status=status, after=self.random.random() < 0.5)
