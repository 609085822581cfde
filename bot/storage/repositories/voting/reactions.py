"""The reactions on a card, as far as they are known."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import MemberId, ProposalId
from bot.storage.dialect import insert, many, rows_of
from bot.storage.tables import reactions

_OF = many(select(reactions.c.member, reactions.c.emoji).where(reactions.c.proposal == bindparam("proposal")))
_OF_MEMBER = many(
    select(reactions.c.emoji, reactions.c.at).where(
        reactions.c.proposal == bindparam("proposal"), reactions.c.member == bindparam("member")
    )
)


class StoredReactions:
    """`ports.Reactions`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, proposal: ProposalId) -> set[tuple[MemberId, str]]:
        rows = await rows_of(self._connection, _OF, {"proposal": proposal})
        return {(member, emoji) for member, emoji in rows}

    async def of_member(self, proposal: ProposalId, member: MemberId) -> list[str]:
        rows = await rows_of(self._connection, _OF_MEMBER, {"proposal": proposal, "member": member})
        return [emoji for emoji, _ in sorted(rows, key=lambda row: (row[1], row[0]))]

    async def add(self, proposal: ProposalId, member: MemberId, emoji: str, at: datetime) -> bool:
        statement = insert(reactions).values(proposal=proposal, member=member, emoji=emoji, at=at)
        return (await self._connection.execute(statement.on_conflict_do_nothing())).rowcount == 1

    async def remove(self, proposal: ProposalId, member: MemberId, emoji: str) -> bool:
        statement = delete(reactions).where(
            reactions.c.proposal == proposal, reactions.c.member == member, reactions.c.emoji == emoji
        )
        return (await self._connection.execute(statement)).rowcount == 1
