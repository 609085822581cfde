"""Ballots: only added, never changed."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.elections.ballot import Ballot, CastMethod, SaidApart
from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import Address, MemberId, ProposalId, RoleId, SpaceId
from bot.storage.columns import Moment, document, microseconds, moment
from bot.storage.dialect import add_missing, among, json_rows, listed, many, rows_of
from bot.storage.tables import ballots, claims, closings, proposals, unreadable_wallets
from bot.storage.unreadable import FAULTS, words_of

_ADD = add_missing(
    ballots, "proposal", "member", "choice", "cast_at", "cast_method", "source", "reason", "roles", "apart"
)

_OF_PROPOSAL = select(
    ballots.c.member,
    ballots.c.choice,
    ballots.c.cast_at,
    ballots.c.cast_method,
    ballots.c.source,
    ballots.c.reason,
    ballots.c.roles,
    ballots.c.apart,
).where(ballots.c.proposal == bindparam("proposal"))

_later = ballots.alias("later")
_NONE_LATER = ~exists().where(
    _later.c.proposal == ballots.c.proposal,
    _later.c.member == ballots.c.member,
    or_(
        _later.c.cast_at > ballots.c.cast_at,
        and_(_later.c.cast_at == ballots.c.cast_at, _later.c.source > ballots.c.source),
    ),
)
_LAST = _OF_PROPOSAL.where(_NONE_LATER).order_by(ballots.c.member)
_CURRENT = many(_LAST)
_CURRENT_OF_MEMBERS = many(_LAST.where(among(ballots.c.member, "members")))
_VOTED_IN = (
    select(func.count())
    .select_from(ballots)
    .join(proposals, proposals.c.id == ballots.c.proposal)
    .join(closings, closings.c.proposal == ballots.c.proposal)
    .where(
        proposals.c.space == bindparam("space"),
        closings.c.at > bindparam("since", type_=Moment()),
        ballots.c.member == bindparam("member"),
        ballots.c.choice.is_not(None),
        _NONE_LATER,
    )
)
_HISTORY = many(_OF_PROPOSAL.order_by(ballots.c.cast_at, ballots.c.source))
_OF_MEMBER = many(
    _OF_PROPOSAL.where(ballots.c.member == bindparam("member")).order_by(ballots.c.cast_at, ballots.c.source)
)

_NEWEST_REASONS = (
    select(ballots.c.member)
    .where(ballots.c.proposal == bindparam("proposal"), ballots.c.reason.is_not(None))
    .order_by(ballots.c.id.desc())
    .limit(bindparam("limit"))
)

_FIRST_CAST = many(
    select(ballots.c.member, func.min(ballots.c.cast_at))
    .where(ballots.c.proposal == bindparam("proposal"))
    .group_by(ballots.c.member)
)

_REASONS = (
    select(ballots.c.member, func.count(ballots.c.proposal.distinct()))
    .where(
        among(ballots.c.proposal, "proposals"),
        ballots.c.reason != "",
        ballots.c.cast_at >= bindparam("since"),
        ballots.c.cast_at < bindparam("until"),
    )
    .group_by(ballots.c.member)
)

_MARK = select(
    select(func.coalesce(func.max(ballots.c.id), 0))
    .where(ballots.c.proposal == bindparam("proposal"))
    .scalar_subquery(),
    *(
        select(func.count()).where(table.c.proposal == bindparam("proposal")).scalar_subquery()
        for table in (claims, unreadable_wallets)
    ),
)

_PORTION = 500
"""How many ballots are made between two turns of the event loop: a millisecond or two."""


class StoredBallots:
    """`ports.Ballots`. Reading raises StoredDataInvalid for what this program can't have written."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, ballots: Sequence[Ballot]) -> None:
        if not ballots:
            return
        rows = [
            (
                ballot.proposal,
                ballot.member,
                None if ballot.choice is None else json.dumps(ballot.choice, ensure_ascii=False),
                microseconds(ballot.cast_at),
                ballot.cast_method,
                ballot.source,
                ballot.reason,
                json.dumps(ballot.roles) if ballot.roles else None,
                _apart_text(ballot.apart) if ballot.apart else None,
            )
            for ballot in ballots
        ]
        await self._connection.execute(_ADD, json_rows(rows))

    async def current(
        self, proposal: ProposalId, members: Iterable[MemberId] | None = None
    ) -> dict[MemberId, Ballot]:
        if members is None:
            rows = await rows_of(self._connection, _CURRENT, {"proposal": proposal})
        else:
            only = {"proposal": proposal, "members": listed(members)}
            rows = await rows_of(self._connection, _CURRENT_OF_MEMBERS, only)
        return {ballot.member: ballot for ballot in await _ballots(proposal, rows)}

    async def newest_reasons(self, proposal: ProposalId, limit: int) -> list[MemberId]:
        asked = {"proposal": proposal, "limit": limit}
        found = await self._connection.scalars(_NEWEST_REASONS, asked)
        return [MemberId(member) for member in dict.fromkeys(found)]

    async def mark(self, proposal: ProposalId) -> tuple[int, int, int]:
        newest, claimed, unreadable = (await self._connection.execute(_MARK, {"proposal": proposal})).one()
        return newest, claimed, unreadable

    async def history(self, proposal: ProposalId) -> list[Ballot]:
        return await _ballots(proposal, await rows_of(self._connection, _HISTORY, {"proposal": proposal}))

    async def first_cast(self, proposal: ProposalId) -> dict[MemberId, datetime]:
        rows = await rows_of(self._connection, _FIRST_CAST, {"proposal": proposal})
        return {MemberId(member): moment(cast_at) for member, cast_at in rows}

    async def voted_in(self, space: SpaceId, member: MemberId, since: datetime) -> int:
        asked = {"space": space, "member": member, "since": since}
        return int((await self._connection.execute(_VOTED_IN, asked)).scalar_one())

    async def of_member(self, proposal: ProposalId, member: MemberId) -> list[Ballot]:
        only = {"proposal": proposal, "member": member}
        return [ballot_of(proposal, row) for row in await rows_of(self._connection, _OF_MEMBER, only)]

    async def reasons(
        self, proposals: Iterable[ProposalId], since: datetime, until: datetime
    ) -> dict[MemberId, int]:
        asked = {"proposals": listed(proposals), "since": since, "until": until}
        found = await self._connection.execute(_REASONS, asked)
        return {MemberId(member): number for member, number in found}


async def _ballots(proposal: ProposalId, rows: Sequence[list[Any]]) -> list[Ballot]:
    """The ballots of these rows; whatever their number, the event loop goes on."""
    found: list[Ballot] = []
    for start in range(0, len(rows), _PORTION):
        if start:
            await asyncio.sleep(0)
        found.extend(ballot_of(proposal, row) for row in rows[start : start + _PORTION])
    return found


def ballot_of(proposal: ProposalId, row: list[Any]) -> Ballot:
    """The ballot of a row of those columns of the table `ballots` that follow its proposal, from `member` on."""
    member, choice, cast_at, cast_method, source, reason, roles, apart = row
    try:
        return Ballot(
            proposal,
            member,
            _choice(choice),
            moment(cast_at),
            _WAYS[cast_method],
            source,
            reason,
            _roles(roles),
            _apart(apart),
        )
    except FAULTS as error:
        raise StoredDataInvalid(f"ballots {proposal}: {words_of(error)}", member, proposal) from error


_WAYS = {cast_method.value: cast_method for cast_method in CastMethod}


def _roles(text: str | None) -> tuple[RoleId, ...]:
    return () if text is None else tuple(map(RoleId, document(text)))


def _apart_text(apart: Iterable[SaidApart]) -> str:
    return json.dumps({each.wallet: each.choice for each in apart}, ensure_ascii=False)


def _apart(text: str | None) -> tuple[SaidApart, ...]:
    if text is None:
        return ()
    return tuple(SaidApart(Address(wallet), choice) for wallet, choice in document(text).items())


def _choice(text: str | None) -> Any:
    if text is None:
        return None
    # Most choices are one of a few words; lists and objects are made anew, since their owner may change them.
    return _word(text) if text.startswith('"') else document(text)


@lru_cache(maxsize=1024)
def _word(text: str) -> Any:
    return document(text)
