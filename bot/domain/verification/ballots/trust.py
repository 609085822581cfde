"""What ballots brought along: whether each has what the policy asks for, by one and the same key of Discord."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from bot.domain.policy.trust import TrustLevel
from bot.domain.verification.ballots.choices import written
from bot.domain.verification.errors import Differs, RecordError
from bot.domain.verification.files.record_form import CommittedRequest, RecordedSignatures
from bot.domain.verification.findings import Finding, KeyOnTrust, KeyRight, KeyUnused, RequestsNotChecked
from bot.domain.verification.vote import Vote

if TYPE_CHECKING:
    from bot.domain.verification.files.evidence_file import SignedRequest


class Signer(NamedTuple):
    """Who countersigned: Discord, for this application, with this key."""

    application: str
    public_key: str


def signer_of(brought: CommittedRequest | SignedRequest) -> Signer:
    return Signer(brought.application, brought.public_key)


def check_trust(vote: Vote) -> Signer | None:
    """Who countersigned the ballots; None where none is countersigned.

    Raises RecordError for the first ballot that has another thing than the policy's trust level asks for (some wallet's
    signature says nothing of a voter whom Discord should have signed), or more than none where it asks for nothing, or
    another application or key than those before: the vote was held by one.
    """
    needed = vote.policy.trust
    signer: Signer | None = None
    for place, ballot in enumerate(vote.record.ballots):
        field, brought = f"ballots[{place}].vote_evidence", ballot.vote_evidence
        if needed is TrustLevel.DISCORD:
            if not isinstance(brought, msgspec.UnsetType):
                raise RecordError(field, Differs(written(brought), needed.value), ballot.receipt)
            continue
        if isinstance(brought, msgspec.UnsetType) or brought is None:
            raise RecordError(field, Differs("null", needed.value), ballot.receipt)
        if _trust_of(brought) is not needed:
            raise RecordError(field, Differs(_trust_of(brought).value, needed.value), ballot.receipt)
        if isinstance(brought, CommittedRequest):
            signer = signer or signer_of(brought)
            for name, found, expected in zip(Signer._fields, signer_of(brought), signer, strict=True):
                if found != expected:
                    raise RecordError(f"{field}.{name}", Differs(found, expected), ballot.receipt)
    return signer


def key_findings(signer: Signer | None, public_key: str | None) -> Iterator[Finding]:
    """What there is to say of the key with which ballots were countersigned. `public_key`: Discord's, where the auditor
    has it. Raises RecordError where it is another one."""
    if signer is None:
        if public_key is not None:
            yield KeyUnused()
    elif public_key is None:
        yield KeyOnTrust(signer.public_key, signer.application)
    elif public_key != signer.public_key:
        raise RecordError("vote_evidence.public_key", Differs(signer.public_key, public_key))
    else:
        yield KeyRight(signer.public_key, signer.application)


def unchecked(vote: Vote, *, requests: bool) -> Iterator[Finding]:
    """What Discord signed and nobody has looked at. `requests`: whether the requests were given."""
    brought = [each.vote_evidence for each in vote.record.ballots]
    committed = sum(isinstance(each, CommittedRequest) for each in brought)
    if committed and not requests:
        yield RequestsNotChecked(committed)


def _trust_of(brought: CommittedRequest | RecordedSignatures) -> TrustLevel:
    return TrustLevel.COUNTERSIGNED if isinstance(brought, CommittedRequest) else TrustLevel.SIGNED
