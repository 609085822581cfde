"""All kinds of evidence: each is a file here, and a line in the union."""

from __future__ import annotations

import msgspec

from bot.domain.elections.evidence.countersignature import Countersignature
from bot.domain.elections.evidence.signed_ballot import SignedBallot
from bot.domain.policy.trust import TrustLevel

Evidence = Countersignature | SignedBallot
KINDS: tuple[type[Countersignature] | type[SignedBallot], ...] = (Countersignature, SignedBallot)

encode = msgspec.json.Encoder().encode
"""Evidence as JSON, with what the record doesn't hold."""
_decoder: msgspec.json.Decoder[Evidence] = msgspec.json.Decoder(Evidence)


def decode(data: bytes | str) -> Evidence:
    """Raises msgspec.MsgspecError for what is no evidence."""
    return _decoder.decode(data)


def trust_of(evidence: Evidence | None) -> TrustLevel:
    """The level of a ballot that brings this along."""
    return TrustLevel.DISCORD if evidence is None else evidence.trust
