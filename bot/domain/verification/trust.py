"""What ballots brought along: whether each has what the policy asks for."""

from __future__ import annotations

import msgspec

from bot.domain.policy.trust import TrustLevel
from bot.domain.verification.ballots import written
from bot.domain.verification.errors import Differs, RecordError
from bot.domain.verification.record_file import CommittedRequest, RecordedSignature
from bot.domain.verification.vote import Vote


def check_trust(vote: Vote) -> None:
    """Raises RecordError for the first ballot that has less than the policy's trust level, or more than none where it
    asks for nothing."""
    needed = vote.policy.trust
    for place, ballot in enumerate(vote.record.ballots):
        field, brought = f"ballots[{place}].vote_evidence", ballot.vote_evidence
        if needed is TrustLevel.DISCORD:
            if not isinstance(brought, msgspec.UnsetType):
                raise RecordError(field, Differs(written(brought), needed.value), ballot.receipt)
            continue
        if isinstance(brought, msgspec.UnsetType) or brought is None:
            raise RecordError(field, Differs("null", needed.value), ballot.receipt)
        if not _trust_of(brought).reaches(needed):
            raise RecordError(field, Differs(_trust_of(brought).value, needed.value), ballot.receipt)


def _trust_of(brought: CommittedRequest | RecordedSignature) -> TrustLevel:
    return TrustLevel.COUNTERSIGNED if isinstance(brought, CommittedRequest) else TrustLevel.SIGNED
