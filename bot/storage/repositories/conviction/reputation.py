"""The reputation ledger, and its balances at the opening of votes."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import MemberId, ProposalId, SpaceId
from bot.domain.reputation.ledger import ReputationEvent, Why
from bot.storage.columns import microseconds, moment
from bot.storage.dialect import add_missing, among, json_rows, listed, many, rows_of
from bot.storage.tables import reputation_events, reputation_snapshots
from bot.storage.unreadable import named

_ADD = add_missing(reputation_events, "space", "member", "amount", "kind", "proposal", "at")
_EVENTS = select(
    reputation_events.c.member,
    reputation_events.c.amount,
    reputation_events.c.kind,
    reputation_events.c.proposal,
    reputation_events.c.at,
).order_by(reputation_events.c.id)
_IN_SPACE = reputation_events.c.space == bindparam("space")
_OF_SPACE = many(_EVENTS.where(_IN_SPACE))
_OF_MEMBERS = many(
    _EVENTS.where(
        _IN_SPACE,
        among(reputation_events.c.member, "members"),
        reputation_events.c.id <= bindparam("up_to"),
    )
)
_OF_PROPOSAL = many(_EVENTS.where(reputation_events.c.proposal == bindparam("proposal")))
_LAST = select(func.max(reputation_events.c.id)).where(_IN_SPACE)
_ALL = 2**63 - 1

_FREEZE = add_missing(reputation_snapshots, "proposal", "source", "member", "amount")
_FROZEN = many(
    select(reputation_snapshots.c.member, reputation_snapshots.c.source, reputation_snapshots.c.amount).where(
        reputation_snapshots.c.proposal == bindparam("proposal")
    )
)


class StoredLedger:
    """`ports.Ledger`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, space: SpaceId, events: Sequence[ReputationEvent]) -> None:
        rows = [
            (space, event.member, str(event.amount), event.why.value, event.proposal, microseconds(event.at))
            for event in events
        ]
        if rows:
            await self._connection.execute(_ADD, json_rows(rows))

    async def last(self, space: SpaceId) -> int:
        return (await self._connection.scalar(_LAST, {"space": space})) or 0

    async def of_space(self, space: SpaceId) -> list[ReputationEvent]:
        rows = await rows_of(self._connection, _OF_SPACE, {"space": space})
        # In a thread: a ledger can be long, and nobody's click should wait for it.
        return await asyncio.to_thread(_events, rows)

    async def of_members(
        self, space: SpaceId, members: Iterable[MemberId], *, up_to: int | None = None
    ) -> dict[MemberId, list[ReputationEvent]]:
        asked = {"space": space, "members": listed(members), "up_to": _ALL if up_to is None else up_to}
        found: dict[MemberId, list[ReputationEvent]] = {}
        for event in _events(await rows_of(self._connection, _OF_MEMBERS, asked)):
            found.setdefault(event.member, []).append(event)
        return found

    async def of_proposal(self, proposal: ProposalId) -> list[ReputationEvent]:
        return _events(await rows_of(self._connection, _OF_PROPOSAL, {"proposal": proposal}))

    async def freeze(self, proposal: ProposalId, balances: Mapping[str, Mapping[MemberId, int]]) -> None:
        rows = [
            (proposal, source, member, str(amount))
            for source, held in balances.items()
            for member, amount in held.items()
        ]
        if rows:
            await self._connection.execute(_FREEZE, json_rows(rows))

    async def frozen(self, proposal: ProposalId) -> dict[MemberId, dict[str, int]]:
        found: dict[MemberId, dict[str, int]] = {}
        rows = await rows_of(self._connection, _FROZEN, {"proposal": proposal})
        with named(f"reputation_snapshots {proposal}", proposal):
            for member, source, amount in rows:
                found.setdefault(member, {})[source] = int(amount)
        return found


def _events(rows: Iterable[list[Any]]) -> list[ReputationEvent]:
    with named("reputation_events"):
        return [
            ReputationEvent(MemberId(member), int(amount), Why(kind), ProposalId(proposal), moment(at))
            for member, amount, kind, proposal, at in rows
        ]
