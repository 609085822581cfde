"""What members put before the bot of discussions."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.assistance.arguments import MOST_OF_ALL, Argument, Stance
from bot.domain.ids import ArgumentId, ChannelId, MemberId, MessageId, ProposalId
from bot.services.ports import NewArgument
from bot.storage.dialect import insert
from bot.storage.tables import arguments, digest_looks
from bot.storage.unreadable import UnreadableRows, named, readable

_ALL = select(arguments)
_ONE = _ALL.where(arguments.c.id == bindparam("which"))
_AT_MESSAGE = _ALL.where(arguments.c.message == bindparam("there"))
_OF_PROPOSAL = _ALL.where(arguments.c.proposal == bindparam("of")).order_by(arguments.c.id).limit(MOST_OF_ALL)
_COUNT = select(func.count()).select_from(arguments).where(arguments.c.proposal == bindparam("of"))
_COUNT_OF_MEMBER = _COUNT.where(arguments.c.member == bindparam("who"))
_LOOKED = select(digest_looks.c.at).where(
    digest_looks.c.member == bindparam("who"), digest_looks.c.proposal == bindparam("of")
)


class StoredArguments:
    """`ports.Arguments`."""

    def __init__(self, connection: AsyncConnection, unreadable: UnreadableRows) -> None:
        self._connection = connection
        self._unreadable = unreadable

    async def add(self, new: NewArgument) -> Argument:
        values = {
            "proposal": new.proposal,
            "member": new.member,
            "stance": new.stance,
            "text": new.text,
            "at": new.at,
            "added_by": new.added_by,
            "answers": new.answers,
            "channel": new.channel,
            "message": new.message,
        }
        row = await self._connection.execute(insert(arguments).values(**values).returning(*arguments.c))
        return _argument(row.one())

    async def get(self, argument: ArgumentId) -> Argument | None:
        row = (await self._connection.execute(_ONE, {"which": argument})).one_or_none()
        return None if row is None else _argument(row)

    async def at_message(self, message: MessageId) -> Argument | None:
        row = (await self._connection.execute(_AT_MESSAGE, {"there": message})).one_or_none()
        return None if row is None else _argument(row)

    async def of_proposal(self, proposal: ProposalId) -> list[Argument]:
        return await readable(
            self._connection, _OF_PROPOSAL, arguments.c.id, {"of": proposal}, _argument, self._unreadable
        )

    async def count(self, proposal: ProposalId, member: MemberId | None = None) -> int:
        statement = _COUNT if member is None else _COUNT_OF_MEMBER
        asked = {"of": proposal} if member is None else {"of": proposal, "who": member}
        return await self._connection.scalar(statement, asked) or 0

    async def stands(self, argument: ArgumentId, channel: ChannelId, message: MessageId) -> None:
        place = {"channel": channel, "message": message}
        await self._connection.execute(update(arguments).where(arguments.c.id == argument).values(**place))

    async def take_out(self, argument: ArgumentId) -> None:
        await self._connection.execute(delete(arguments).where(arguments.c.id == argument))

    async def looked_at(self, proposal: ProposalId, member: MemberId) -> datetime | None:
        found: datetime | None = await self._connection.scalar(_LOOKED, {"of": proposal, "who": member})
        return found

    async def look(self, proposal: ProposalId, member: MemberId, at: datetime) -> None:
        new = insert(digest_looks).values(member=member, proposal=proposal, at=at)
        await self._connection.execute(
            new.on_conflict_do_update(index_elements=["member", "proposal"], set_={"at": at})
        )


def _argument(row: Row[Any]) -> Argument:
    with named(f"arguments {row.id}"):
        return Argument(
            ArgumentId(row.id),
            ProposalId(row.proposal),
            MemberId(row.member),
            Stance(row.stance),
            row.text,
            row.at,
            None if row.added_by is None else MemberId(row.added_by),
            None if row.answers is None else ArgumentId(row.answers),
            None if row.channel is None else ChannelId(row.channel),
            None if row.message is None else MessageId(row.message),
        )
