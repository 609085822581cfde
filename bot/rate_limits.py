"""discord.py's waiting for rate limits, without the waiting that nobody asks for."""

from __future__ import annotations

import asyncio

import discord
import discord.http


class Ratelimit(discord.http.Ratelimit):
    """Lets a request go as long as its bucket has one left, and none once it is empty.

    discord.py's own refuses every request of a bucket whose window ends later than anybody waits, whatever is left in
    it: a server's second discussion within five minutes would open when the five minutes are over. And it forgets that
    such a bucket is empty: the next request is sent, to be refused by Discord.
    """

    async def acquire(self) -> None:
        """Raises discord.RateLimited where nothing is left, and the window ends too late."""
        if self.is_expired():
            self.reset()  # type: ignore[no-untyped-call]
        if self.remaining <= 0:
            await super().acquire()
            return
        self._last_request = self._loop.time()
        self.remaining -= 1
        self.outgoing += 1

    async def _refresh(self) -> None:
        """Wait for the end of the window, and let others go; where it is too late for that, tell those who wait."""
        if self._max_ratelimit_timeout is not None and self._left > self._max_ratelimit_timeout:
            self._wake(len(self._pending_requests), exception=discord.RateLimited(self._left))
            return
        async with self._sleeping:
            await asyncio.sleep(self._left)
        self.reset()  # type: ignore[no-untyped-call]
        self._wake(self.remaining)

    @property
    def _left(self) -> float:
        """Seconds to the end of the window."""
        return 0.0 if self.expires is None else max(0.0, self.expires - self._loop.time())
