"""Where things stand in Discord."""

from collections.abc import Iterable

from sqlalchemy import Select, and_, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import ChannelId, GuildId, MessageId, ProposalId
from bot.services.ports import Posted
from bot.storage.dialect import among, insert, listed, many, rows_of
from bot.storage.tables import closings, handovers, messages, openings, proposals, spaces

_cards = (
    select(spaces.c.guild, proposals.c.id, messages.c.what, messages.c.channel, messages.c.message)
    .join_from(proposals, spaces, spaces.c.id == proposals.c.space)
    .join(messages, and_(messages.c.proposal == proposals.c.id, messages.c.what == "card"))
    .outerjoin(closings, closings.c.proposal == proposals.c.id)
    .outerjoin(handovers, handovers.c.guild == spaces.c.guild)
    .where(~proposals.c.settled, closings.c.proposal.is_(None), handovers.c.guild.is_(None))
    .order_by(proposals.c.id)
)
_AWAITED_CARDS = many(_cards)
_UNDECIDED_CARDS = many(_cards.join(openings, openings.c.proposal == proposals.c.id))

_OF_PROPOSALS = select(messages).where(among(messages.c.proposal, "proposals"))


class StoredMessages:
    """`ports.Messages`. One message may be several things (a forum post and its thread share their id);
    `proposal_of` then names the first of them in the alphabet."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def set(self, proposal: ProposalId, posted: Posted) -> None:
        place = {"channel": posted.channel, "message": posted.message}
        statement = insert(messages).values(proposal=proposal, what=posted.what, **place)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[messages.c.proposal, messages.c.what], set_=place)
        )

    async def get(self, proposal: ProposalId, what: str) -> Posted | None:
        statement = select(messages.c.what, messages.c.channel, messages.c.message).where(
            messages.c.proposal == proposal, messages.c.what == what
        )
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else Posted(*row)

    async def of(self, proposals: Iterable[ProposalId]) -> dict[ProposalId, dict[str, Posted]]:
        found: dict[ProposalId, dict[str, Posted]] = {}
        for row in await self._connection.execute(_OF_PROPOSALS, {"proposals": listed(proposals)}):
            place = Posted(row.what, ChannelId(row.channel), MessageId(row.message))
            found.setdefault(ProposalId(row.proposal), {})[row.what] = place
        return found

    async def forget(self, proposal: ProposalId, what: str) -> None:
        await self._connection.execute(
            delete(messages).where(messages.c.proposal == proposal, messages.c.what == what)
        )

    async def proposal_of(self, message: MessageId) -> tuple[ProposalId, str] | None:
        statement = (
            select(messages.c.proposal, messages.c.what)
            .where(messages.c.message == message)
            .order_by(messages.c.what, messages.c.proposal)
            .limit(1)
        )
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else (ProposalId(row.proposal), row.what)

    async def undecided_cards(self) -> list[tuple[GuildId, ProposalId, Posted]]:
        return await self._cards(_UNDECIDED_CARDS)

    async def awaited_cards(self) -> list[tuple[GuildId, ProposalId, Posted]]:
        return await self._cards(_AWAITED_CARDS)

    async def _cards(self, statement: Select[str]) -> list[tuple[GuildId, ProposalId, Posted]]:
        return [
            (GuildId(guild), ProposalId(proposal), Posted(what, ChannelId(channel), MessageId(message)))
            for guild, proposal, what, channel, message in await rows_of(self._connection, statement, {})
        ]
