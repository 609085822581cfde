"""Between a proposal's facts and their rows.

The fields of a row's class are the columns that are read, in that order; an amount is decimal text, a time
microseconds since 1970.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bot.domain.councils.seats import SafeOwners
from bot.domain.councils.winners import Winners, winners_in
from bot.domain.errors import StoredDataInvalid
from bot.domain.executors.kinds import executor_of
from bot.domain.ids import (
    ContentHash,
    MemberId,
    ProposalId,
    ProposalNumber,
    RoleId,
    SpaceId,
    TrackId,
    address,
)
from bot.domain.milestones.release import Release
from bot.domain.policy.model import Policy
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
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.standing import Standing, Unseen
from bot.domain.server_acts.outcomes import ActOutcome, ActStatus, Hindrance
from bot.storage.columns import document, moment
from bot.storage.repositories.block_rows import blocks_of
from bot.storage.repositories.execution.execution_rows import (
    ConfirmationRow,
    ExecutionRow,
    RequestRow,
    StopRow,
    examined_of,
    requests_of,
)
from bot.storage.repositories.proposals.cast_rows import cast_terms_of
from bot.storage.repositories.proposals.content_rows import RevisionRow
from bot.storage.repositories.proposals.pseudonym_rows import pseudonyms_of
from bot.storage.repositories.proposals.sponsor_rows import SponsorCallRow, sponsors_of
from bot.storage.repositories.spaces.spaces import policy_of


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


def _members(found: Iterable[MemberRow]) -> tuple[MemberId, ...]:
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
    requests: list[RequestRow]
    confirmations: list[ConfirmationRow]
    signatures: list[ConfirmationRow]
    executions: list[ExecutionRow]
    act_outcomes: list[ActOutcomeRow]
    holds: list[HoldRow]
    coauthors: list[MemberRow]
    readers: list[MemberRow]
    origin: OriginRow | None
    payout: PayoutRow | None
    release: ReleaseRow | None
    brought_up: BroughtUpRow | None
    reward_settlement: TimeRow | None
    submission: SubmissionRow | None
    withdrawal: TimeRow | None
    opening: OpeningRow | None
    early_end: TimeRow | None
    cancellation: CancellationRow | None
    closing: ClosingRow | None
    seating: SeatingRow | None
    veto: VetoRow | None
    stop: StopRow | None
    vote_reminder: TimeRow | None
    unresolved_report: TimeRow | None
    unread_registry: TimeRow | None
    registry_omission: RegistryOmissionRow | None
    guardian_loss: TimeRow | None
    conclusion: TimeRow | None
    thread: StandingRow | None
    card: StandingRow | None
    sponsor_call: SponsorCallRow | None

    def proposal(self) -> Proposal:
        """Raises one of `unreadable.FAULTS` for what this program wouldn't write."""
        opening = self.opening.fact() if self.opening else None
        release = self.release.fact() if self.release else None
        brought_up = self.brought_up.fact() if self.brought_up else None
        return Proposal(
            id=ProposalId(self.id),
            space=SpaceId(self.space),
            track=TrackId(self.track),
            author=MemberId(self.author),
            created_at=moment(self.created_at),
            content=self.revision.content(),
            revision=self.revision.number,
            revised_at=moment(self.revision.at),
            policy=self._policy(opening, brought_up) if release is None else release.policy,
            submission=self.submission.fact() if self.submission else None,
            coauthors=_members(self.coauthors),
            readers=_members(self.readers),
            sponsor_call=self.sponsor_call.fact() if self.sponsor_call else None,
            withdrawn_at=self.withdrawal.fact() if self.withdrawal else None,
            opening=opening,
            suspensions=tuple(row.fact() for row in sorted(self.suspensions, key=lambda row: row.id)),
            extensions=tuple(row.fact() for row in sorted(self.extensions, key=lambda row: row.id)),
            decided_at=self.early_end.fact() if self.early_end else None,
            origin=self.origin.fact() if self.origin else None,
            pays_for=self.payout.fact() if self.payout else None,
            release=release,
            brought_up=brought_up,
            rewards_settled_at=self.reward_settlement.fact() if self.reward_settlement else None,
            holds=tuple(row.fact() for row in sorted(self.holds, key=lambda row: (row.at, row.by))),
            cancellation=self.cancellation.fact() if self.cancellation else None,
            closing=self.closing.fact() if self.closing else None,
            seating=self.seating.fact() if self.seating else None,
            veto=self.veto.fact() if self.veto else None,
            stop=self.stop.fact() if self.stop else None,
            requests=requests_of(self.requests, self.confirmations, self.signatures, self.executions),
            act_outcomes=tuple(row.fact() for row in sorted(self.act_outcomes, key=lambda row: row.place)),
            registry_unread_since=self.unread_registry.fact() if self.unread_registry else None,
            registry_omission=self.registry_omission.fact() if self.registry_omission else None,
            guardians_lost_at=self.guardian_loss.fact() if self.guardian_loss else None,
            reminded_at=self.vote_reminder.fact() if self.vote_reminder else None,
            unresolved_reported_at=self.unresolved_report.fact() if self.unresolved_report else None,
            concluded_at=self.conclusion.fact() if self.conclusion else None,
            thread=self.thread.fact() if self.thread else None,
            card=self.card.fact() if self.card else None,
            version=self.version,
        )

    def _policy(self, opening: Opening | None, brought_up: BroughtUp | None) -> Policy:
        """That of the track, by which the executor of a part acts where that has brought it up. A vote that has opened
        needs it no more: it has its own."""
        try:
            policy = policy_of(self.policy)
            return policy if brought_up is None else brought_up.rules(policy)
        except StoredDataInvalid:
            if opening is None:
                raise
            return opening.policy


each_row = msgspec.json.Decoder(list[msgspec.Raw])
proposal_row = msgspec.json.Decoder(ProposalRow)
row_id = msgspec.json.Decoder(list[Any])
