"""Drafts that look for sponsors, and who stands behind them."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import MemberId, ProposalId, SpaceId
from bot.domain.proposals.sponsoring import SponsorCall, Sponsorship
from bot.storage.dialect import insert
from bot.storage.repositories.proposals import proposal_queries as queries
from bot.storage.repositories.proposals.sponsor_rows import roles_of, roles_text
from bot.storage.tables import proposals, sponsor_calls, sponsorships, submissions

_OF = (
    select(sponsorships)
    .where(sponsorships.c.proposal == bindparam("proposal"))
    .order_by(sponsorships.c.at, sponsorships.c.member)
)
_CALLED = (
    select(func.count())
    .select_from(sponsor_calls)
    .join(proposals, proposals.c.id == sponsor_calls.c.proposal)
    .outerjoin(submissions, submissions.c.proposal == proposals.c.id)
    .where(
        proposals.c.space == bindparam("space"),
        proposals.c.author == bindparam("author"),
        sponsor_calls.c.at > bindparam("since", type_=sponsor_calls.c.at.type),
        sponsor_calls.c.proposal != bindparam("apart"),
        submissions.c.proposal.is_(None),
    )
)


class StoredSponsorships:
    """`ports.Sponsorships`."""

    def __init__(self, connection: AsyncConnection, changed: set[ProposalId]) -> None:
        """`changed` gathers the proposals of which a fact is stored here."""
        self._connection = connection
        self._changed = changed

    async def call(self, proposal: ProposalId, call: SponsorCall) -> None:
        values = {
            "number": call.number,
            "at": call.at,
            "until": call.until,
            "roles": roles_text(call.roles),
            "ended": call.ended,
        }
        statement = insert(sponsor_calls).values(proposal=proposal, **values)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[sponsor_calls.c.proposal], set_=values)
        )
        await self._forget(proposal)

    async def end(self, proposal: ProposalId) -> None:
        await self._connection.execute(
            update(sponsor_calls).where(sponsor_calls.c.proposal == proposal).values(ended=True)
        )
        await self._forget(proposal)

    async def called_by(self, space: SpaceId, author: MemberId, since: datetime, apart: ProposalId) -> int:
        asked = {"space": space, "author": author, "since": since, "apart": apart}
        return int((await self._connection.execute(_CALLED, asked)).scalar_one())

    async def set(self, proposal: ProposalId, sponsorship: Sponsorship) -> None:
        values = {
            "roles": roles_text(sponsorship.roles),
            "power": sponsorship.power,
            "at": sponsorship.at,
        }
        statement = insert(sponsorships).values(proposal=proposal, member=sponsorship.member, **values)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[sponsorships.c.proposal, sponsorships.c.member], set_=values
            )
        )

    async def remove(self, proposal: ProposalId, member: MemberId) -> bool:
        answer = await self._connection.execute(
            delete(sponsorships).where(sponsorships.c.proposal == proposal, sponsorships.c.member == member)
        )
        return bool(answer.rowcount)

    async def of(self, proposal: ProposalId) -> list[Sponsorship]:
        found = await self._connection.execute(_OF, {"proposal": proposal})
        return [Sponsorship(MemberId(row.member), roles_of(row.roles), row.power, row.at) for row in found]

    async def _forget(self, proposal: ProposalId) -> None:
        await self._connection.execute(delete(sponsorships).where(sponsorships.c.proposal == proposal))
        await self._connection.execute(queries.COUNT_UP, {"of": proposal})
        self._changed.add(proposal)
