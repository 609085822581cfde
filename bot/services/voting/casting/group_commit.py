"""Group commit: what arrives together is stored together, and each waits for the commit that holds it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Generic, TypeVar

from bot.domain.errors import Refused

Item = TypeVar("Item")
Answer = TypeVar("Answer")

BATCH = 256
"""At most so many in one transaction, so that none waits long for the others."""
SMALL = 16
"""So many go into one transaction without another thought: it costs as much as some hundred items in it."""


class GroupCommit(Generic[Item, Answer]):
    """Collects items while a commit is under way; the next one takes all that have come.

    `store` writes one batch in one transaction and returns an answer or a refusal for each item, in order.
    """

    def __init__(
        self,
        store: Callable[[Sequence[Item]], Awaitable[list[Answer | Refused]]],
        apart: Callable[[Item], Hashable] = lambda item: None,
    ) -> None:
        """`apart`: what an item belongs to. Where a batch breaks, those of each are stored without those of others."""
        self._store = store
        self._apart = apart
        self._waiting: deque[tuple[Item, asyncio.Future[Answer]]] = deque()
        self._under_way: list[tuple[Item, asyncio.Future[Answer]]] = []
        """What is in the transaction of the moment; the last one's, where there is none."""
        self._committer: asyncio.Task[None] | None = None

    async def submit(self, item: Item) -> Answer:
        """The answer, after the commit. Raises the item's own Refused, or what broke its batch."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._committer is None:
            self._committer = asyncio.create_task(self._commit_all())
        return await future

    async def drained(self) -> None:
        """Returns when all that was handed in until now is stored or refused, whatever comes meanwhile."""
        futures = [future for _, future in (*self._under_way, *self._waiting)]
        if futures:
            await asyncio.wait(futures)

    async def _commit_all(self) -> None:
        try:
            while self._waiting:
                self._under_way = [self._waiting.popleft() for _ in range(self._size())]
                await self._commit(self._under_way)
        finally:
            self._committer = None

    def _size(self) -> int:
        """How many go into the next transaction: of a crowd one half, so that the event loop has the other half to
        work on while it waits for the disk. Those of the last transaction are about to come back."""
        half = (len(self._waiting) + len(self._under_way)) // 2
        return min(len(self._waiting), BATCH, max(half, SMALL))

    async def _commit(self, batch: list[tuple[Item, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._store([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001 - it goes to every voter of the batch
            # Nothing of this batch was stored. What broke it may be one of those to which it belongs.
            groups: dict[Hashable, list[tuple[Item, asyncio.Future[Answer]]]] = {}
            for each in batch:
                groups.setdefault(self._apart(each[0]), []).append(each)
            if len(groups) > 1:
                for group in groups.values():
                    await self._commit(group)
                return
            # Each of its voters is told so, and the next batch goes on.
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            if future.done():
                continue
            if isinstance(answer, Refused):
                future.set_exception(answer)
            else:
                future.set_result(answer)
