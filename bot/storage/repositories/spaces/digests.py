"""When weekly digests are due."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import SpaceId
from bot.domain.local_time import Weekday
from bot.domain.notices.digest_time import DigestTime
from bot.storage.dialect import insert
from bot.storage.tables import digests
from bot.storage.unreadable import named

_OF_SPACE = select(digests.c.weekday, digests.c.hour, digests.c.zone).where(
    digests.c.space == bindparam("of")
)


class StoredDigests:
    """`ports.Digests`."""

    def __init__(self, connection: AsyncConnection, bound: set[SpaceId]) -> None:
        """Spaces whose next digest comes at another time are added to `bound`."""
        self._connection = connection
        self._bound = bound

    async def of_space(self, space: SpaceId) -> DigestTime | None:
        row = (await self._connection.execute(_OF_SPACE, {"of": space})).one_or_none()
        if row is None:
            return None
        with named(f"digests {space}"):
            return DigestTime(Weekday(row.weekday), row.hour, row.zone)

    async def set(self, space: SpaceId, time: DigestTime, next_at: datetime) -> None:
        wanted = {"weekday": time.weekday, "hour": time.hour, "zone": time.zone, "next_at": next_at}
        new = insert(digests).values(space=space, **wanted)
        await self._connection.execute(new.on_conflict_do_update(index_elements=["space"], set_=wanted))
        self._bound.add(space)

    async def stop(self, space: SpaceId) -> None:
        await self._connection.execute(delete(digests).where(digests.c.space == space))
        self._bound.add(space)

    async def told(self, space: SpaceId, next_at: datetime) -> None:
        await self._connection.execute(
            update(digests).where(digests.c.space == space).values(next_at=next_at)
        )
        self._bound.add(space)
