"""What machines made of texts, and what that cost."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.assistance.summaries import Summary
from bot.domain.ids import ContentHash, SpaceId
from bot.storage.dialect import insert
from bot.storage.tables import assistance_costs, machine_summaries
from bot.storage.unreadable import named

_KEPT = timedelta(days=180)
_SUMMARY = select(machine_summaries.c.summary).where(machine_summaries.c.of == bindparam("text"))
_SPENT = select(assistance_costs.c.tokens).where(
    assistance_costs.c.space == bindparam("whose"), assistance_costs.c.day == bindparam("on")
)
_decoder = msgspec.json.Decoder(Summary | None)


class StoredMachineTexts:
    """`ports.MachineTexts`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def summary(self, of: ContentHash) -> tuple[Summary | None] | None:
        row = (await self._connection.execute(_SUMMARY, {"text": of})).one_or_none()
        if row is None:
            return None
        with named(f"machine_summaries {of}"):
            return (_decoder.decode(row.summary),)

    async def keep_summary(self, of: ContentHash, summary: Summary | None, at: datetime) -> None:
        kept = {"summary": msgspec.json.encode(summary).decode(), "made_at": at}
        new = insert(machine_summaries).values(of=of, **kept)
        await self._connection.execute(new.on_conflict_do_update(index_elements=["of"], set_=kept))
        long_ago = machine_summaries.c.made_at < at - _KEPT
        await self._connection.execute(delete(machine_summaries).where(long_ago))

    async def spend(self, space: SpaceId, at: datetime, tokens: int, budget: int) -> bool:
        day = at.date().isoformat()
        spent = await self._connection.scalar(_SPENT, {"whose": space, "on": day}) or 0
        if spent + tokens > budget:
            return False
        new = insert(assistance_costs).values(space=space, day=day, tokens=tokens)
        await self._connection.execute(
            new.on_conflict_do_update(index_elements=["space", "day"], set_={"tokens": spent + tokens})
        )
        return True
