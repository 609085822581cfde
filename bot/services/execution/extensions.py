"""What beside those who sign decides what an executor does, for everybody who asks: read once in a while."""

from datetime import datetime, timedelta

import msgspec

from bot.domain.errors import ChainUnavailable, NoCode, WrongContract
from bot.domain.executors import AnyExecutor, AnyExtensions
from bot.services.ports import Clock, Executors

_LASTS = timedelta(minutes=1)
_IN_MEMORY = 500


class ExecutorExtensions(msgspec.Struct, frozen=True):
    executors: Executors
    clock: Clock
    known: dict[AnyExecutor, tuple[datetime, AnyExtensions]] = msgspec.field(default_factory=dict)
    """As they were read last, and when."""

    async def of(self, executor: AnyExecutor) -> AnyExtensions | None:
        """Its guards and modules, as they were a minute ago at most; None where they can't be read."""
        now = self.clock.now()
        read = self.known.get(executor)
        if read is not None and now - read[0] < _LASTS:
            return read[1]
        try:
            found = await self.executors[executor.kind].extensions(executor)
        except (ChainUnavailable, NoCode, WrongContract):
            return None
        if len(self.known) >= _IN_MEMORY:
            self.known.clear()
        self.known[executor] = now, found
        return found
