"""What ballots brought along: only added, never changed."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.elections.ballot import Ballot, BallotIdentity
from bot.domain.elections.evidence import Evidence, SignedOn
from bot.domain.elections.evidence.registry import decode, decode_recorded, pack, unpack
from bot.domain.ids import MemberId, ProposalId
from bot.services.ports import KeptEvidence
from bot.storage.columns import document, microseconds, moment
from bot.storage.dialect import add_missing, json_rows, many, rows_of
from bot.storage.json_sql import HexDigits
from bot.storage.repositories.voting.ballots import ballot_of
from bot.storage.tables import ballot_evidence, ballots
from bot.storage.unreadable import named

_as_json = msgspec.json.Encoder().encode
_ADD = add_missing(ballot_evidence, "proposal", "member", "cast_at", "source", "recorded", "kept")
_RECORDED = many(
    select(
        ballot_evidence.c.member,
        ballot_evidence.c.cast_at,
        ballot_evidence.c.source,
        ballot_evidence.c.recorded,
    ).where(ballot_evidence.c.proposal == bindparam("proposal"))
)
_OF_MEMBER = many(
    select(
        ballot_evidence.c.member,
        ballot_evidence.c.cast_at,
        ballot_evidence.c.source,
        ballot_evidence.c.recorded,
        HexDigits(ballot_evidence.c.kept),
    )
    .where(
        ballot_evidence.c.proposal == bindparam("proposal"), ballot_evidence.c.member == bindparam("member")
    )
    .order_by(ballot_evidence.c.cast_at, ballot_evidence.c.source)
)


_BY_THEN = (
    ballot_evidence.c.proposal == bindparam("proposal"),
    ballot_evidence.c.cast_at <= bindparam("until"),
)
_BY_MEMBER = ballot_evidence.c.member == bindparam("member")
_SIZE = (
    select(
        ballot_evidence.c.id,
        # About what it takes in a file: in its JSON three bytes of a body are four letters.
        (func.length(ballot_evidence.c.recorded) + func.length(ballot_evidence.c.kept) * 4 // 3).label(
            "size"
        ),
    )
    .where(*_BY_THEN)
    .order_by(ballot_evidence.c.id)
)
_SIZES, _SIZES_OF_MEMBER = many(_SIZE), many(_SIZE.where(_BY_MEMBER))
_KEPT = (
    select(
        ballots.c.member,
        ballots.c.choice,
        ballots.c.cast_at,
        ballots.c.cast_method,
        ballots.c.source,
        ballots.c.reason,
        ballots.c.roles,
        ballots.c.apart,
        ballot_evidence.c.recorded,
        HexDigits(ballot_evidence.c.kept),
    )
    .join_from(
        ballot_evidence,
        ballots,
        and_(
            ballots.c.proposal == ballot_evidence.c.proposal,
            ballots.c.member == ballot_evidence.c.member,
            ballots.c.cast_at == ballot_evidence.c.cast_at,
            ballots.c.source == ballot_evidence.c.source,
        ),
    )
    .where(*_BY_THEN, ballot_evidence.c.id.between(bindparam("first"), bindparam("last")))
    .order_by(ballot_evidence.c.id)
)
_PART, _PART_OF_MEMBER = many(_KEPT), many(_KEPT.where(_BY_MEMBER))


class StoredBallotEvidence:
    """`ports.BallotEvidence`. Reading raises StoredDataInvalid for what this program can't have written."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, evidence: Sequence[tuple[Ballot, Evidence]]) -> None:
        if evidence:
            rows = [_row(ballot, each) for ballot, each in evidence]
            await self._connection.execute(_ADD, json_rows(rows))

    async def recorded(self, proposal: ProposalId) -> dict[tuple[MemberId, datetime, int], dict[str, Any]]:
        rows = await rows_of(self._connection, _RECORDED, {"proposal": proposal})
        with _named(proposal):
            return {
                (member, moment(cast_at), source): document(recorded)
                for member, cast_at, source, recorded in rows
            }

    async def signers(self, proposal: ProposalId) -> dict[BallotIdentity, SignedOn]:
        rows = await rows_of(self._connection, _RECORDED, {"proposal": proposal})
        with _named(proposal):
            found = {(row[0], moment(row[1]), row[2]): decode_recorded(row[3]) for row in rows}
        return {ballot: evidence.signed_on for ballot, evidence in found.items() if evidence is not None}

    async def of_member(self, proposal: ProposalId, member: MemberId) -> list[KeptEvidence]:
        asked = {"proposal": proposal, "member": member}
        rows = await rows_of(self._connection, _OF_MEMBER, asked)
        with _named(proposal):
            return [_kept(row) for row in rows]

    async def sizes(
        self, proposal: ProposalId, member: MemberId | None, until: datetime
    ) -> list[tuple[int, int]]:
        asked: dict[str, Any] = {"proposal": proposal, "until": until}
        statement = _SIZES
        if member is not None:
            statement, asked["member"] = _SIZES_OF_MEMBER, member
        return [(row, size) for row, size in await rows_of(self._connection, statement, asked)]

    async def part(
        self, proposal: ProposalId, member: MemberId | None, until: datetime, first: int, last: int
    ) -> list[tuple[Ballot, Evidence]]:
        asked: dict[str, Any] = {"proposal": proposal, "until": until, "first": first, "last": last}
        statement = _PART
        if member is not None:
            statement, asked["member"] = _PART_OF_MEMBER, member
        found = []
        with _named(proposal):
            for *row, recorded, kept in await rows_of(self._connection, statement, asked):
                found.append((ballot_of(proposal, row), _evidence(recorded, kept)))
        return found


def _named(proposal: ProposalId) -> AbstractContextManager[None]:
    return named(f"ballot_evidence {proposal}", proposal)


def _row(ballot: Ballot, evidence: Evidence) -> tuple[int | str | bytes, ...]:
    return (
        ballot.proposal,
        ballot.member,
        microseconds(ballot.cast_at),
        ballot.source,
        _as_json(evidence.recorded()).decode(),
        pack(evidence) if evidence.keeps_more else b"",
    )


def _kept(row: Sequence[Any]) -> KeptEvidence:
    member, cast_at, source, recorded, kept = row
    return KeptEvidence(member, moment(cast_at), source, _evidence(recorded, kept))


def _evidence(recorded: str, kept: str) -> Evidence:
    return unpack(bytes.fromhex(kept)) if kept else decode(recorded)
