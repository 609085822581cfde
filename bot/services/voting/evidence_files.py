"""What ballots brought along, as files for those who may see it: each voter their own, auditors all of a closed vote.

The format is in docs/auditors.md. A signed request holds the token with which the bot answered it; until Discord
forgets it, whoever has it can write in the bot's name. So no request is given away before.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bot.domain.elections.ballot import Ballot, milliseconds
from bot.domain.elections.evidence import Evidence
from bot.domain.elections.pseudonyms import Pseudonyms
from bot.domain.errors import EvidenceTooFresh, NoEvidence, NotAuditor
from bot.domain.ids import ContentHash, GuildId, MemberId, ProposalId, ProposalNumber
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.policy.trust import TrustLevel
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.proposal import Proposal
from bot.services.actors import Actor, is_auditor
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.ports import Clock, UnitOfWork
from bot.services.proposals.visibility import visible

AUDIT = Requirement(Effect.READ, frozenset({Who.AUDITORS}))
FORMAT = "folkmoot/1"
TOKEN_LASTS = timedelta(minutes=16)
"""Discord's fifteen, and one for clocks that differ."""
LARGEST_PART = 8 * 1024 * 1024
"""Bytes of a file, as far as that is known before it is made. Discord takes 10 MiB from a bot."""
_AROUND = 1_000
"""Bytes of a ballot beside its evidence, at most."""


class EvidenceParts(msgspec.Struct, frozen=True):
    """Files that can be had now, not made yet."""

    proposal: ProposalId
    number: ProposalNumber
    """The proposal's."""
    content_hash: ContentHash
    pseudonyms: Pseudonyms
    member: MemberId | None
    """Whose ballots; None for everybody's."""
    until: datetime
    """Ballots that were cast later are in none of them."""
    rows: tuple[tuple[int, int], ...]
    """The first and the last row of each."""
    rest_at: datetime | None = None
    """When ballots can be had that are too fresh now; None where there are none."""


class _Listed(msgspec.Struct):
    voter: str
    receipt: str


class _Record(msgspec.Struct):
    ballots: list[_Listed]


class _Entry(msgspec.Struct):
    """A ballot, as an evidence file has it."""

    voter: str
    salt: str
    receipt: str
    choice: Any
    cast_at_ms: str
    source: str
    place: int | None
    evidence: Evidence


class _File(msgspec.Struct):
    vote_evidence: str
    proposal: str
    content_hash: str
    part: int
    parts: int
    erased: list[str]
    """Receipts of the record whose voters had themselves erased: what they signed is gone. In the first file of all."""
    ballots: list[_Entry]


class EvidenceFiles(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal
    largest_part: int = LARGEST_PART

    async def of_member(
        self, guild: GuildId, proposal_id: ProposalId, member: MemberId
    ) -> EvidenceParts | None:
        """What the member's own ballots brought along, changed ones too; None where the vote asks for nothing.

        Raises ProposalUnknown.
        """
        async with self.uow.reading() as repositories:
            proposal = await visible(repositories, proposal_id, guild, None)
            opening = _with_evidence(proposal)
            if opening is None:
                return None
            until = self.clock.now() - TOKEN_LASTS
            sizes = await repositories.ballot_evidence.sizes(proposal_id, member, until)
            newest = (await repositories.ballots.current(proposal_id, [member])).get(member)
        rest_at = newest.cast_at + TOKEN_LASTS if newest and newest.cast_at > until else None
        rows = self._parts(sizes)
        return EvidenceParts(
            proposal_id,
            proposal.number,
            opening.content_hash,
            opening.pseudonyms,
            member,
            until,
            rows,
            rest_at,
        )

    async def of_all(self, actor: Actor, proposal_id: ProposalId) -> EvidenceParts:
        """What all ballots of a closed vote brought along, for an auditor; the public log says that they asked for it.

        Raises NotSetUp, ProposalUnknown, NotAuditor, NoEvidence, EvidenceTooFresh.
        """
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await visible(repositories, proposal_id, actor.guild, None)
            if not any(
                is_auditor(actor, each) for each in await repositories.auditors.of_space(proposal.space)
            ):
                raise NotAuditor
            opening, closing = _with_evidence(proposal), proposal.closing
            if opening is None:
                raise NoEvidence(proposal.number)
            if closing is None or now < closing.at + TOKEN_LASTS:
                raise EvidenceTooFresh(proposal.number, closing.at + TOKEN_LASTS if closing else None)
            sizes = await repositories.ballot_evidence.sizes(proposal_id, None, now)
            await log_act(repositories, actor, "evidence", at=now, proposal=proposal_id)
        self.wake_signal.send()
        return EvidenceParts(
            proposal_id,
            proposal.number,
            opening.content_hash,
            opening.pseudonyms,
            None,
            now,
            self._parts(sizes),
        )

    async def file(self, parts: EvidenceParts, number: int) -> tuple[str, bytes]:
        """Name and content of one of the files, which are counted from 1."""
        first, last = parts.rows[number - 1]
        async with self.uow.reading() as repositories:
            kept = await repositories.ballot_evidence.part(
                parts.proposal, parts.member, parts.until, first, last
            )
            record = await repositories.proposals.record(parts.proposal)
        content = await asyncio.to_thread(_content, parts, number, kept, record)
        return _name(parts, number), content

    def _parts(self, sizes: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """The first and the last row of each file, by the sizes of all rows."""
        found: list[tuple[int, int]] = []
        filled = 0
        for row, size in sizes:
            filled += size + _AROUND
            if not found or filled > self.largest_part:
                found.append((row, row))
                filled = size + _AROUND
            else:
                found[-1] = (found[-1][0], row)
        return tuple(found)


def _with_evidence(proposal: Proposal) -> Opening | None:
    """How the vote opened, if its ballots bring something along."""
    opening = proposal.opening
    return opening if opening and opening.policy.trust is not TrustLevel.DISCORD else None


def _content(
    parts: EvidenceParts, number: int, kept: Sequence[tuple[Ballot, Evidence]], record: bytes | None
) -> bytes:
    places, pseudonyms = _places(record), parts.pseudonyms
    erased = _erased(places, pseudonyms) if number == 1 and parts.member is None else []
    entries = []
    for ballot, evidence in kept:
        voter, receipt = pseudonyms.of(ballot.member), ballot.receipt(pseudonyms)
        entries.append(
            _Entry(
                voter=voter,
                salt=pseudonyms.salt(ballot.member).hex(),
                receipt=receipt,
                choice=ballot.choice,
                cast_at_ms=str(milliseconds(ballot.cast_at)),
                source=str(ballot.source),
                place=places.get((voter, receipt)),
                evidence=evidence,
            )
        )
    return msgspec.json.encode(
        _File(FORMAT, str(parts.proposal), parts.content_hash, number, len(parts.rows), erased, entries)
    )


def _places(record: bytes | None) -> Mapping[tuple[str, str], int]:
    """Where each ballot stands in the record, by voter and receipt; nothing before there is one."""
    if record is None:
        return {}
    listed = msgspec.json.decode(record, type=_Record).ballots
    return {(each.voter, each.receipt): place for place, each in enumerate(listed, start=1)}


def _erased(places: Mapping[tuple[str, str], int], pseudonyms: Pseudonyms) -> list[str]:
    """The receipts of ballots whose voter's number nobody can lead back any more, as they stand in the record."""
    if pseudonyms.secret is not None:
        return []
    known = {pseudonyms.of(member) for member in pseudonyms.salts}
    return [receipt for voter, receipt in places if voter not in known]


def _name(parts: EvidenceParts, number: int) -> str:
    of_several = f"-{number}-of-{len(parts.rows)}" if len(parts.rows) > 1 else ""
    return f"folkmoot-proposal-{parts.number}-evidence{of_several}.json"
