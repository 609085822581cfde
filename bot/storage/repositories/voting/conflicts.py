"""Conflicts of interest that members declare: of each the last word."""

from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.elections.conflicts import Conflict
from bot.domain.ids import MemberId, ProposalId
from bot.storage.dialect import insert
from bot.storage.tables import conflicts

_OF = select(conflicts.c.member, conflicts.c.text, conflicts.c.at).where(
    conflicts.c.proposal == bindparam("of"), conflicts.c.text.is_not(None)
)
_OF_MEMBER = _OF.where(conflicts.c.member == bindparam("who"))
_MARK = select(func.coalesce(func.sum(conflicts.c.changes), 0)).where(conflicts.c.proposal == bindparam("of"))


class StoredConflicts:
    """`ports.Conflicts`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, proposal: ProposalId) -> dict[MemberId, Conflict]:
        found = await self._connection.execute(_OF, {"of": proposal})
        return {MemberId(row.member): Conflict(MemberId(row.member), row.text, row.at) for row in found}

    async def of_member(self, proposal: ProposalId, member: MemberId) -> Conflict | None:
        row = (await self._connection.execute(_OF_MEMBER, {"of": proposal, "who": member})).one_or_none()
        return None if row is None else Conflict(MemberId(row.member), row.text, row.at)

    async def declare(self, proposal: ProposalId, member: MemberId, text: str | None, at: datetime) -> bool:
        new = insert(conflicts).values(proposal=proposal, member=member, text=text, at=at, changes=1)
        newer = new.on_conflict_do_update(
            index_elements=["proposal", "member"],
            set_={"text": text, "at": at, "changes": conflicts.c.changes + 1},
            where=conflicts.c.at <= at,
        )
        changed = await self._connection.execute(newer.returning(conflicts.c.member))
        return changed.one_or_none() is not None

    async def mark(self, proposal: ProposalId) -> int:
        return int(await self._connection.scalar(_MARK, {"of": proposal}) or 0)
