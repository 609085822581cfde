"""The time that goes into blocks."""

from __future__ import annotations

import time


class BlockClock:
    """Decides the next block's timestamp (Unix seconds).

    With a genesis time the chain lives in its own time: each block comes `interval` seconds after its parent.
    Without one it follows the wall clock. `advance` moves either forward.
    """

    def __init__(self, genesis_time: int | None, interval: int) -> None:
        self._follows_wall = genesis_time is None
        self.genesis_time = int(time.time()) if genesis_time is None else genesis_time
        self._interval = interval
        self._ahead = 0

    def advance(self, seconds: int) -> None:
        """Let the next block come that much later."""
        self._ahead += seconds

    def next_after(self, parent: int) -> int:
        """The timestamp of a block whose parent has this one."""
        if self._follows_wall:
            return max(parent + 1, int(time.time()) + self._ahead)
        return parent + max(self._interval, self._ahead)

    def used(self) -> None:
        """The next block is there: what it came later for is over."""
        if not self._follows_wall:
            self._ahead = 0
