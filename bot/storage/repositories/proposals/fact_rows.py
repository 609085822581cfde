"""Between the facts of a proposal's life and their rows (see proposal_rows.py)."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bot.domain.councils.seats import SafeOwners
from bot.domain.councils.winners import Winners, winners_in
from bot.domain.executors.kinds import executor_of
from bot.domain.ids import (
    ContentHash,
    MemberId,
    ProposalId,
    ProposalNumber,
    RoleId,
    SpaceId,
    address,
)
from bot.domain.milestones.release import Release
from bot.domain.proposals.brought_up import BroughtUp
from bot.domain.proposals.facts import (
    Cancellation,
    Closing,
    Extended,
    Opening,
    RegistryOmission,
    Submission,
    Suspension,
    Veto,
)
from bot.domain.proposals.holds import Hold
from bot.domain.proposals.standing import Standing, Unseen
from bot.domain.server_acts.outcomes import ActOutcome, ActStatus, Hindrance
from bot.storage.columns import document, moment
from bot.storage.repositories.block_rows import blocks_of
from bot.storage.repositories.execution.execution_rows import (
    examined_of,
)
from bot.storage.repositories.proposals.cast_rows import cast_terms_of
from bot.storage.repositories.proposals.pseudonym_rows import pseudonyms_of
from bot.storage.repositories.proposals.sponsor_rows import sponsors_of
from bot.storage.repositories.spaces.space_rows import policy_of


def result_text(result: dict[str, Any]) -> str:
    return json.dumps(result, ensure_ascii=False)


def winners_text(winners: Winners | None) -> str | None:
    return None if winners is None else json.dumps(winners.document())


def _result(text: str) -> dict[str, Any]:
    found = document(text)
    if not isinstance(found, dict):
        raise TypeError(f"a result is an object, not {type(found).__name__}")
    return found


def _time(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else moment(microseconds)


class SubmissionRow(msgspec.Struct, array_like=True):
    at: int
    power: str
    blocks: str
    guardians: int
    number: int
    sponsors: str

    def fact(self) -> Submission:
        return Submission(
            moment(self.at),
            int(self.power),
            blocks_of(self.blocks),
            RoleId(self.guardians),
            ProposalNumber(self.number),
            sponsors_of(self.sponsors),
        )


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
    examined: str | None
    cast_terms: str | None
    secret: str | None
    salts: str

    def fact(self) -> Opening:
        return Opening(
            at=moment(self.at),
            ends_at=moment(self.ends_at),
            snapshot=blocks_of(self.snapshot),
            total_power=None if self.total_power is None else int(self.total_power),
            policy=policy_of(self.policy),
            content_hash=ContentHash(self.content_hash),
            earlier=blocks_of(self.earlier),
            examined=examined_of(self.examined),
            cast_terms=cast_terms_of(self.cast_terms),
            pseudonyms=pseudonyms_of(self.secret, self.salts),
        )


class SuspensionRow(msgspec.Struct, array_like=True):
    id: int
    by: int | None
    reason: str
    at: int
    resumed_at: int | None
    unseen_since: int | None

    def fact(self) -> Suspension:
        by = None if self.by is None else MemberId(self.by)
        return Suspension(by, self.reason, moment(self.at), _time(self.resumed_at), _time(self.unseen_since))


class StandingRow(msgspec.Struct, array_like=True):
    asked_at: int
    seen_at: int | None
    shows: str | None
    unseen_since: int | None
    why: str | None
    told_at: int | None
    tellings: int

    def fact(self) -> Standing:
        return Standing(
            moment(self.asked_at),
            _time(self.seen_at),
            None if self.shows is None else ContentHash(self.shows),
            _time(self.unseen_since),
            None if self.why is None else Unseen(self.why),
            _time(self.told_at),
            self.tellings,
        )


class OriginRow(msgspec.Struct, array_like=True):
    origin: int

    def fact(self) -> ProposalId:
        return ProposalId(self.origin)


class PayoutRow(msgspec.Struct, array_like=True):
    vote: int

    def fact(self) -> ProposalId:
        return ProposalId(self.vote)


class ReleaseRow(msgspec.Struct, array_like=True):
    promise: int
    content_hash: str
    place: int
    attempt: int
    policy: str

    def fact(self) -> Release:
        return Release(
            ProposalId(self.promise),
            ContentHash(self.content_hash),
            self.place,
            self.attempt,
            policy_of(self.policy),
        )


class BroughtUpRow(msgspec.Struct, array_like=True):
    space: int
    name: str
    kind: str
    chain: int
    account: str

    def fact(self) -> BroughtUp:
        return BroughtUp(SpaceId(self.space), self.name, executor_of(self.kind, self.chain, self.account))


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
    winners: str | None

    def fact(self) -> Closing:
        return Closing(
            moment(self.at),
            _result(self.result),
            bool(self.passed),
            ContentHash(self.record_hash),
            None if self.winners is None else winners_in(json.loads(self.winners)),
        )


class VetoRow(msgspec.Struct, array_like=True):
    by: int
    reason: str
    at: int
    voted: int | None

    def fact(self) -> Veto:
        voted = None if self.voted is None else ProposalNumber(self.voted)
        return Veto(MemberId(self.by), self.reason, moment(self.at), voted)


class HoldRow(msgspec.Struct, array_like=True):
    by: int
    number: int
    at: int
    until: int
    ended_at: int | None

    def fact(self) -> Hold:
        times = moment(self.at), moment(self.until), _time(self.ended_at)
        return Hold(ProposalId(self.by), ProposalNumber(self.number), *times)


class MemberRow(msgspec.Struct, array_like=True):
    """Who writes it along, or reads it."""

    member: int
    at: int


def members_of(found: Iterable[MemberRow]) -> tuple[MemberId, ...]:
    return tuple(MemberId(row.member) for row in sorted(found, key=lambda row: (row.at, row.member)))


class RegistryOmissionRow(msgspec.Struct, array_like=True):
    by: int
    reason: str
    at: int

    def fact(self) -> RegistryOmission:
        return RegistryOmission(MemberId(self.by), self.reason, moment(self.at))


class SeatingRow(msgspec.Struct, array_like=True):
    block: str
    owners: str
    threshold: int

    def fact(self) -> SafeOwners:
        (at,) = blocks_of(self.block)
        return SafeOwners(at, tuple(map(address, json.loads(self.owners))), self.threshold)


class ActOutcomeRow(msgspec.Struct, array_like=True):
    place: int
    status: str
    begun_at: int
    at: int
    why: str | None
    made: int | None

    def fact(self) -> ActOutcome:
        why = None if self.why is None else Hindrance(self.why)
        times = moment(self.begun_at), moment(self.at)
        return ActOutcome(self.place, ActStatus(self.status), *times, why, self.made)
