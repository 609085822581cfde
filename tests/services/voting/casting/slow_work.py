"""A database that takes its time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from bot.services.ports import Repositories, UnitOfWork


class SlowWork:
    """A unit of work after whose reads there is a wait until the gate is open."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self.read, self.gate = asyncio.Event(), asyncio.Event()

    def writing(self) -> AbstractAsyncContextManager[Repositories]:
        return self._work.writing()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Repositories]:
        async with self._work.reading() as repositories:
            yield repositories
        self.read.set()
        await self.gate.wait()
