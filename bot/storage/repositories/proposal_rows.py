"""Between a proposal's facts and their rows.

The fields of a row's class are the columns that are read, in that order; an amount is decimal text, a time
microseconds since 1970.
"""

import json
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bot.domain.actions import Action, Operation
from bot.domain.blocks import BlockRef
from bot.domain.ids import (
    Address,
    BlockHash,
    ChainId,
    ContentHash,
    MemberId,
    ProposalId,
    SpaceId,
    TrackId,
    TransactionHash,
)
from bot.domain.proposal import (
    Cancellation,
    Closing,
    Content,
    Execution,
    Extended,
    Grant,
    Opening,
    Proposal,
    Revision,
    SafeTransaction,
    Submission,
    Suspension,
    Veto,
)
from bot.storage.columns import moment, storable
from bot.storage.repositories.spaces import policy_of


class _ActionRow(msgspec.Struct, array_like=True):
    chain: int
    to: str
    value: str
    data: str
    operation: int
    line: str
    signature: str


class _BlockRow(msgspec.Struct, array_like=True):
    chain: int
    number: int
    hash: str
    timestamp: int


class _GrantRow(msgspec.Struct, array_like=True):
    member: int
    amount: str


_choices = msgspec.json.Decoder(list[str])
_grants = msgspec.json.Decoder(list[_GrantRow])
_actions = msgspec.json.Decoder(list[_ActionRow])
_blocks = msgspec.json.Decoder(list[_BlockRow])


def actions_text(actions: tuple[Action, ...]) -> str:
    rows = [
        _ActionRow(
            a.chain, a.to, str(a.value), a.data, int(a.operation), storable(a.line), storable(a.signature)
        )
        for a in actions
    ]
    return msgspec.json.encode(rows).decode()


def actions_of(text: str) -> tuple[Action, ...]:
    return tuple(
        Action(
            ChainId(row.chain),
            Address(row.to),
            int(row.value),
            row.data,
            Operation(row.operation),
            row.line,
            row.signature,
        )
        for row in _actions.decode(text)
    )


def choices_text(choices: tuple[str, ...]) -> str:
    return msgspec.json.encode([storable(choice) for choice in choices]).decode()


def grants_text(grants: tuple[Grant, ...]) -> str:
    return msgspec.json.encode([_GrantRow(grant.member, str(grant.amount)) for grant in grants]).decode()


def blocks_text(blocks: tuple[BlockRef, ...]) -> str:
    rows = [_BlockRow(block.chain, block.number, block.hash, block.timestamp) for block in blocks]
    return msgspec.json.encode(rows).decode()


def blocks_of(text: str) -> tuple[BlockRef, ...]:
    return tuple(
        BlockRef(ChainId(row.chain), row.number, BlockHash(row.hash), row.timestamp)
        for row in _blocks.decode(text)
    )


def result_text(result: dict[str, Any]) -> str:
    return json.dumps(result, ensure_ascii=False)


class SubmissionRow(msgspec.Struct, array_like=True):
    at: int
    power: str
    blocks: str

    def fact(self) -> Submission:
        return Submission(moment(self.at), int(self.power), blocks_of(self.blocks))


class TimeRow(msgspec.Struct, array_like=True):
    """A fact that is nothing but its time."""

    at: int

    def fact(self) -> datetime:
        return moment(self.at)


class OpeningRow(msgspec.Struct, array_like=True):
    at: int
    ends_at: int
    snapshot: str
    total_power: str | None
    policy: str
    content_hash: str
    earlier: str

    def fact(self) -> Opening:
        return Opening(
            at=moment(self.at),
            ends_at=moment(self.ends_at),
            snapshot=blocks_of(self.snapshot),
            total_power=None if self.total_power is None else int(self.total_power),
            policy=policy_of(self.policy),
            content_hash=ContentHash(self.content_hash),
            earlier=blocks_of(self.earlier),
        )


class SuspensionRow(msgspec.Struct, array_like=True):
    id: int
    by: int
    reason: str
    at: int
    resumed_at: int | None

    def fact(self) -> Suspension:
        resumed_at = None if self.resumed_at is None else moment(self.resumed_at)
        return Suspension(MemberId(self.by), self.reason, moment(self.at), resumed_at)


class OriginRow(msgspec.Struct, array_like=True):
    origin: int

    def fact(self) -> ProposalId:
        return ProposalId(self.origin)


class ExtensionRow(msgspec.Struct, array_like=True):
    id: int
    at: int
    by: int

    def fact(self) -> Extended:
        return Extended(moment(self.at), timedelta(microseconds=self.by))


class CancellationRow(msgspec.Struct, array_like=True):
    by: int
    reason: str
    at: int

    def fact(self) -> Cancellation:
        return Cancellation(MemberId(self.by), self.reason, moment(self.at))


class ClosingRow(msgspec.Struct, array_like=True):
    at: int
    result: str
    passed: int
    record_hash: str

    def fact(self) -> Closing:
        return Closing(
            moment(self.at), json.loads(self.result), bool(self.passed), ContentHash(self.record_hash)
        )


class VetoRow(msgspec.Struct, array_like=True):
    by: int
    reason: str
    at: int

    def fact(self) -> Veto:
        return Veto(MemberId(self.by), self.reason, moment(self.at))


class SafeTransactionRow(msgspec.Struct, array_like=True):
    safe_tx_hash: str
    nonce: int
    to: str
    value: str
    data: str
    operation: int
    prepared_at: int
    since_block: int
    threshold: int

    def fact(self) -> SafeTransaction:
        return SafeTransaction(
            safe_tx_hash=TransactionHash(self.safe_tx_hash),
            nonce=self.nonce,
            to=self.to,
            value=int(self.value),
            data=self.data,
            operation=self.operation,
            prepared_at=moment(self.prepared_at),
            since_block=self.since_block,
            threshold=self.threshold,
        )


class ConfirmationRow(msgspec.Struct, array_like=True):
    id: int
    owner: str

    def fact(self) -> Address:
        return Address(self.owner)


class ExecutionRow(msgspec.Struct, array_like=True):
    kind: str
    transaction: str
    block: str
    at: int

    def fact(self) -> Execution:
        (block,) = blocks_of(self.block)
        return Execution(self.kind, TransactionHash(self.transaction), block, moment(self.at))


class RevisionRow(msgspec.Struct, array_like=True):
    number: int
    title: str
    body: str
    actions: str
    choices: str
    requested: str
    grants: str
    by: int
    at: int

    def content(self) -> Content:
        return Content(
            self.title,
            self.body,
            actions_of(self.actions),
            tuple(_choices.decode(self.choices)),
            int(self.requested),
            tuple(Grant(MemberId(row.member), int(row.amount)) for row in _grants.decode(self.grants)),
        )

    def fact(self) -> Revision:
        return Revision(self.content(), MemberId(self.by), moment(self.at), self.number)


class ProposalRow(msgspec.Struct, array_like=True):
    """One proposal with all of its facts. What isn't (yet) so is None."""

    id: int
    space: int
    track: int
    author: int
    created_at: int
    version: int
    policy: str
    revision: RevisionRow
    suspensions: list[SuspensionRow]
    extensions: list[ExtensionRow]
    confirmations: list[ConfirmationRow]
    origin: OriginRow | None
    submission: SubmissionRow | None
    withdrawal: TimeRow | None
    opening: OpeningRow | None
    early_end: TimeRow | None
    cancellation: CancellationRow | None
    closing: ClosingRow | None
    veto: VetoRow | None
    transaction: SafeTransactionRow | None
    execution: ExecutionRow | None
    unresolved_report: TimeRow | None
    conclusion: TimeRow | None

    def proposal(self) -> Proposal:
        return Proposal(
            id=ProposalId(self.id),
            space=SpaceId(self.space),
            track=TrackId(self.track),
            author=MemberId(self.author),
            created_at=moment(self.created_at),
            content=self.revision.content(),
            policy=policy_of(self.policy),
            submission=self.submission.fact() if self.submission else None,
            withdrawn_at=self.withdrawal.fact() if self.withdrawal else None,
            opening=self.opening.fact() if self.opening else None,
            suspensions=tuple(row.fact() for row in sorted(self.suspensions, key=lambda row: row.id)),
            extensions=tuple(row.fact() for row in sorted(self.extensions, key=lambda row: row.id)),
            decided_at=self.early_end.fact() if self.early_end else None,
            origin=self.origin.fact() if self.origin else None,
            cancellation=self.cancellation.fact() if self.cancellation else None,
            closing=self.closing.fact() if self.closing else None,
            veto=self.veto.fact() if self.veto else None,
            transaction=self.transaction.fact() if self.transaction else None,
            confirmations=tuple(row.fact() for row in sorted(self.confirmations, key=lambda row: row.id)),
            execution=self.execution.fact() if self.execution else None,
            unresolved_reported_at=self.unresolved_report.fact() if self.unresolved_report else None,
            concluded_at=self.conclusion.fact() if self.conclusion else None,
            version=self.version,
        )


proposal_rows = msgspec.json.Decoder(list[ProposalRow])
revision_rows = msgspec.json.Decoder(list[RevisionRow])
