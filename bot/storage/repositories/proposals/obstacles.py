"""What keeps proposals from going on: one row a proposal, overwritten."""

from typing import Any

import msgspec
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import ProposalId
from bot.domain.proposals.obstacles import Cause, Obstacle, Step, Telling
from bot.storage.dialect import insert
from bot.storage.tables import obstacles
from bot.storage.unreadable import FAULTS, UnreadableRows

_data = msgspec.json.Decoder(dict[str, str])
_told = msgspec.json.Decoder(tuple[Telling, ...])


class StoredObstacles:
    """`ports.Obstacles`."""

    def __init__(self, connection: AsyncConnection, unreadable: UnreadableRows) -> None:
        self._connection = connection
        self._unreadable = unreadable

    async def of(self, proposal: ProposalId) -> Obstacle | None:
        found = select(obstacles).where(obstacles.c.proposal == proposal)
        try:
            row = (await self._connection.execute(found)).one_or_none()
            return None if row is None else _obstacle(row)
        except FAULTS as error:
            # Nothing depends on it: it is written anew when it is met again.
            self._unreadable.report(f"obstacles {proposal}", error)
            return None

    async def set(self, proposal: ProposalId, obstacle: Obstacle) -> None:
        values = {
            "step": obstacle.step.value,
            "cause": obstacle.cause.value,
            "data": msgspec.json.encode(dict(obstacle.data)).decode(),
            "since": obstacle.since,
            "told": msgspec.json.encode(obstacle.told).decode(),
        }
        statement = insert(obstacles).values(proposal=proposal, **values)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[obstacles.c.proposal], set_=values)
        )


def _obstacle(row: Row[Any]) -> Obstacle:
    return Obstacle(
        Step(row.step),
        Cause(row.cause),
        _data.decode(row.data),
        row.since,
        _told.decode(row.told),
    )
