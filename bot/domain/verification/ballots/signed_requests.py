"""The requests with which countersigned ballots came: whether Discord signed each, and it says what the ballot says.

Loaded only where evidence files are given: signatures need cryptography, and choices the ways of writing them.
"""

from __future__ import annotations

from typing import Any

from bot.domain.canonical import canonical_json
from bot.domain.elections.election_text import bounded_recursion
from bot.domain.elections.evidence.ed25519 import holds
from bot.domain.elections.evidence.interactions import CastInteraction, Kept, NoBallot, cast_by
from bot.domain.elections.pseudonyms import pseudonym
from bot.domain.errors import BallotUnclear, NotOnBallot, StakeInstead
from bot.domain.ids import GuildId, MemberId, ProposalNumber
from bot.domain.policy.trust import TrustLevel
from bot.domain.verification.ballots.choices import is_choice, written
from bot.domain.verification.ballots.last_ballots import LastBallots
from bot.domain.verification.ballots.receipts import receipt_of
from bot.domain.verification.ballots.signed_ballots import Recover, hash_signed
from bot.domain.verification.ballots.trust import Signer, signer_of
from bot.domain.verification.counting.times import check_made
from bot.domain.verification.errors import (
    Differs,
    NoCastRequest,
    NoRequest,
    NotListed,
    NotOneVoter,
    NotSigned,
    OutOfTime,
    RecordError,
    TwiceThere,
)
from bot.domain.verification.files.evidence_file import EvidenceEntry, EvidenceFile, SignedRequest
from bot.domain.verification.files.record_form import (
    BallotEntry,
    CommittedRequest,
    Record,
    RecordedSignatures,
)
from bot.domain.verification.findings import Finding, RequestsMissing, RequestsRight, VotersErased
from bot.domain.verification.vote import Vote


class SignedRequests:
    """Checks what is in evidence files, one after the other; no file is kept."""

    def __init__(self, vote: Vote, signer: Signer | None, recover: Recover | None = None) -> None:
        """`signer`: whose signatures count; None where no ballot of the record names one: then it is that of the first
        request. `recover` says whose key signed a ballot of wallets; None: that is left open."""
        self._recover = recover
        self._vote = vote
        self._signer = signer
        self._places = {each.receipt: place for place, each in enumerate(vote.record.ballots)}
        self._seen: dict[str, str] = {}
        """Where each ballot stood, by its receipt."""
        self._choices: dict[tuple[str, str], Any] = {}
        """What is known to have been chosen, by voter and receipt."""
        self._kept: list[tuple[str, EvidenceEntry, CastInteraction]] = []
        """Those that keep the choice of an earlier ballot, which may be in another file."""
        self._last = LastBallots(vote)
        self._server: GuildId | None = None
        self._erased: set[str] = set()
        """The receipts whose voters were erased, as the files say."""
        self._parts: set[int] = set()
        self._all_parts = 0

    @property
    def signer(self) -> Signer | None:
        return self._signer

    def take(self, name: str, file: EvidenceFile) -> None:
        """Check the ballots of one file. Raises RecordError for the first that isn't right."""
        record = self._vote.record
        for field, found, expected in (
            ("proposal", file.proposal, record.proposal),
            ("content_hash", file.content_hash, record.content_hash),
        ):
            if found != expected:
                raise RecordError(f"{name}: {field}", Differs(found, expected))
        self._erased.update(file.erased)
        self._parts.add(file.part)
        self._all_parts = max(self._all_parts, file.parts)
        for place, entry in enumerate(file.ballots):
            self._check(f"{name}: ballots[{place}]", entry)

    def findings(self) -> list[Finding]:
        """What was found of all ballots, after the last file.

        Raises RecordError, also for a voter whose last ballot the record leaves out, and for a ballot whose request is
        missing though all parts of the files are there, and don't say that its voter was erased.
        """
        self._check_kept()
        for voter in self._last.voters:
            self._last.became(voter)
        committed = [
            (place, each)
            for place, each in enumerate(self._vote.record.ballots)
            if isinstance(each.vote_evidence, CommittedRequest)
        ]
        unseen = [(place, each) for place, each in committed if each.receipt not in self._seen]
        erased = [each for _, each in unseen if each.receipt in self._erased]
        missing = [(place, each) for place, each in unseen if each.receipt not in self._erased]
        if missing and self._parts >= set(range(1, self._all_parts + 1)):
            place, ballot = missing[0]
            raise RecordError(f"ballots[{place}].vote_evidence", NoRequest(len(missing)), ballot.receipt)
        counted = len(committed) - len(unseen)
        replaced = sum(receipt not in self._places for receipt in self._seen)
        found: list[Finding] = [RequestsRight(counted, replaced, self._server)]
        if missing:
            found.append(RequestsMissing(len(missing), missing[0][1].receipt))
        if erased:
            found.append(VotersErased(len(erased), erased[0].receipt))
        return found

    def own_finding(self, name: str) -> Finding:
        """What became of the ballots of the one voter whose file this was. Raises RecordError, also where it is several
        voters' or nobody's, or the record leaves their last ballot out."""
        self._check_kept()
        voters = list(self._last.voters)
        if len(voters) != 1:
            raise RecordError(f"{name}: ballots", NotOneVoter(len(voters)))
        return self._last.became(voters[0])

    def _check_kept(self) -> None:
        """Check those that keep the choice of an earlier ballot, which may have come later."""
        self._kept.sort(key=lambda each: (int(each[1].cast_at_ms), int(each[1].source)))
        for field, entry, said in self._kept:
            self._check_choice(field, entry, said)
        self._kept.clear()

    def _check(self, field: str, entry: EvidenceEntry) -> None:
        receipt = receipt_of(self._vote.record.proposal, entry)
        if entry.receipt != receipt:
            raise RecordError(f"{field}.receipt", Differs(entry.receipt, receipt), entry.receipt)
        if (first := self._seen.setdefault(receipt, field)) != field:
            raise RecordError(field, TwiceThere(receipt, first), receipt)
        if isinstance(entry.evidence, SignedRequest):
            check_made(self._vote, field, entry)
        at, start, end = (
            int(entry.cast_at_ms) // 1000,
            self._vote.record.opened_at,
            self._vote.record.ended_at,
        )
        if not start <= at <= end:
            raise RecordError(f"{field}.cast_at_ms", OutOfTime(at, start, end), receipt)
        if entry.choice is not None and not is_choice(self._vote.policy, entry.choice):
            raise RecordError(
                f"{field}.choice", NotListed(written(entry.choice), "election.choices"), receipt
            )
        recorded = self._recorded(field, entry)
        if isinstance(entry.evidence, SignedRequest):
            self._check_request(field, entry, entry.evidence, recorded)
        else:
            self._check_wallets(f"{field}.evidence", entry, entry.evidence, recorded)

    def _check_wallets(
        self, field: str, entry: EvidenceEntry, brought: RecordedSignatures, recorded: BallotEntry | None
    ) -> None:
        """What the record has, is checked with the record. Of other ballots only those say anything that every wallet
        has signed with its key: else anybody could say that a ballot of theirs was left out."""
        needed = self._vote.policy.trust
        if needed is not TrustLevel.SIGNED:
            raise RecordError(f"{field}.kind", Differs(TrustLevel.SIGNED.value, needed.value), entry.receipt)
        expected: list[tuple[str, str, str]] = [
            ("content_hash", brought.content_hash, self._vote.record.content_hash),
            ("choice", brought.choice, canonical_json(entry.choice).decode()),
            ("signatures", str(brought.signatures[-1].nonce), entry.source),
        ]
        if recorded is not None and recorded.vote_evidence != brought:
            raise RecordError(
                field, Differs(written(brought), written(recorded.vote_evidence)), entry.receipt
            )
        for name, found, should in expected:
            if found != should:
                raise RecordError(f"{field}.{name}", Differs(found, should), entry.receipt)
        if recorded is not None or self._all_signed(entry, brought):
            self._last.add(entry)

    def _all_signed(self, entry: EvidenceEntry, brought: RecordedSignatures) -> bool:
        recover = self._recover
        return recover is not None and all(
            recover(hash_signed(self._vote, entry.choice, brought, each), each.signature) == each.wallet
            for each in brought.signatures
        )

    def _recorded(self, field: str, entry: EvidenceEntry) -> BallotEntry | None:
        """The record's own entry of the same ballot; None where it isn't there, as it was replaced."""
        place = self._places.get(entry.receipt)
        if entry.place is not None and entry.place - 1 != place:
            expected = "null" if place is None else str(place + 1)
            raise RecordError(f"{field}.place", Differs(str(entry.place), expected), entry.receipt)
        if place is None:
            return None
        ballot = self._vote.record.ballots[place]
        for name in ("voter", "choice", "cast_at_ms", "source"):
            found, expected = getattr(entry, name), getattr(ballot, name)
            if canonical_json(found) != canonical_json(expected):
                raise RecordError(
                    f"{field}.{name}", Differs(written(found), written(expected)), entry.receipt
                )
        return ballot

    def _check_request(
        self, field: str, entry: EvidenceEntry, request: SignedRequest, recorded: BallotEntry | None
    ) -> None:
        inner, receipt = f"{field}.evidence", entry.receipt
        self._signer = self._signer or signer_of(request)
        for name in ("application", "public_key"):
            found, expected = getattr(request, name), getattr(self._signer, name)
            if found != expected:
                raise RecordError(f"{inner}.{name}", Differs(found, expected), receipt)
        if not holds(request.countersignature):
            raise RecordError(f"{inner}.signature", NotSigned(self._signer.public_key), receipt)
        if recorded is not None:
            brought = recorded.vote_evidence
            expected = brought.commitment if isinstance(brought, CommittedRequest) else written(brought)
            if (commitment := request.countersignature.commitment) != expected:
                raise RecordError(inner, Differs(commitment, expected), receipt)
        try:
            with bounded_recursion():
                said = cast_by(request.body)
        except NoBallot as fault:
            raise RecordError(f"{inner}.body", NoCastRequest(fault.part), receipt) from None
        self._server = self._server or said.guild
        same: list[tuple[str, object, object]] = [
            ("id", said.id, entry.source),
            ("application_id", said.application, request.application),
            ("guild_id", said.guild, self._server),
            ("member.user.id", self._in_record(entry, said.member), entry.voter),
            _named(said, self._vote.record),
        ]
        if recorded is not None:
            same.append(("type", said.cast_method, recorded.cast_method))
            same.append(("data: reason", said.reason, recorded.reason))
            counting = said.roles & self._vote.policy.power.roles
            same.append(("member.roles", ", ".join(map(str, sorted(counting))), ", ".join(recorded.roles)))
        for name, found, expected in same:
            if str(found) != str(expected):
                raise RecordError(f"{inner}.body.{name}", Differs(str(found), str(expected)), receipt)
        if isinstance(said.said, Kept):
            self._kept.append((field, entry, said))
        else:
            self._check_choice(field, entry, said)

    def _in_record(self, entry: EvidenceEntry, member: MemberId) -> str:
        """What the record calls this member."""
        if self._vote.policy.named_records:
            return str(member)
        return pseudonym(bytes.fromhex(entry.salt), member)

    def _check_choice(self, field: str, entry: EvidenceEntry, said: CastInteraction) -> None:
        place, inner = f"{field}.choice", f"{field}.evidence.body"
        known: dict[str, Any] = {}
        if isinstance(said.said, Kept):
            earlier = said.said.receipt
            if (entry.voter, earlier) not in self._choices:
                raise RecordError(f"{inner}.data.custom_id", NotListed(earlier, "ballots"), entry.receipt)
            known[earlier] = self._choices[entry.voter, earlier]
        try:
            choice = said.choice(self._vote.policy, ProposalNumber(self._vote.record.number), known)
        except NoBallot as fault:
            raise RecordError(inner, NoCastRequest(fault.part), entry.receipt) from None
        except (NotOnBallot, BallotUnclear, StakeInstead):
            raise RecordError(inner, NoCastRequest("data"), entry.receipt) from None
        if canonical_json(choice) != canonical_json(entry.choice):
            raise RecordError(place, Differs(written(entry.choice), written(choice)), entry.receipt)
        self._choices[entry.voter, entry.receipt] = choice
        self._last.add(entry)


def _named(said: CastInteraction, record: Record) -> tuple[str, object, object]:
    """How a request names the proposal, and what the record calls it."""
    if said.number is not None:
        return "data.options: proposal", said.number, record.number
    return "data.custom_id", said.proposal, record.proposal
