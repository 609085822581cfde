"""The repository of weekly digests."""

from datetime import datetime
from typing import Protocol

from bot.domain.ids import SpaceId
from bot.domain.notices.digest_time import DigestTime


class Digests(Protocol):
    async def of_space(self, space: SpaceId) -> DigestTime | None:
        """When its digest is due; None where it has none."""
        ...

    async def set(self, space: SpaceId, time: DigestTime, next_at: datetime) -> None:
        """From now on it has one at these times, the next at `next_at`."""
        ...

    async def stop(self, space: SpaceId) -> None:
        """It has none any more."""
        ...

    async def told(self, space: SpaceId, next_at: datetime) -> None:
        """The next one comes at `next_at`."""
        ...
