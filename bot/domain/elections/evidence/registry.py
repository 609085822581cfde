"""All kinds of evidence: each is a file here, and a line in the union."""

from __future__ import annotations

import msgspec

from bot.domain.elections.evidence.countersignature import Countersignature
from bot.domain.elections.evidence.signed_ballot import SignedBallot, SignedOn
from bot.domain.policy.trust import TrustLevel

Evidence = Countersignature | SignedBallot
KINDS: tuple[type[Countersignature] | type[SignedBallot], ...] = (Countersignature, SignedBallot)

encode = msgspec.json.Encoder().encode
"""Evidence as JSON, with what the record doesn't hold."""
_decoder: msgspec.json.Decoder[Evidence] = msgspec.json.Decoder(Evidence)
pack = msgspec.msgpack.Encoder().encode
"""The same as MessagePack: a body is in it as it was sent."""
_unpacker: msgspec.msgpack.Decoder[Evidence] = msgspec.msgpack.Decoder(Evidence)


class _Kind(msgspec.Struct):
    kind: str


_kinds = msgspec.json.Decoder(_Kind)
_signed = msgspec.json.Decoder(SignedBallot)


def decode(data: bytes | str) -> Evidence:
    """Raises msgspec.MsgspecError for what is no evidence."""
    return _decoder.decode(data)


def unpack(data: bytes) -> Evidence:
    """Raises msgspec.MsgspecError for what is no evidence."""
    return _unpacker.decode(data)


def decode_recorded(data: bytes | str) -> SignedBallot | None:
    """The signatures of a ballot, from what the record says of it; None where it was not signed so. Raises
    msgspec.MsgspecError."""
    if _kinds.decode(data).kind != TrustLevel.SIGNED.value:
        return None
    return _signed.decode(data)


def signed_on(evidence: Evidence | None) -> SignedOn:
    """The wallets that have signed a ballot which brings this along, each on which chain."""
    return evidence.signed_on if isinstance(evidence, SignedBallot) else {}


def trust_of(evidence: Evidence | None) -> TrustLevel:
    """The level of a ballot that brings this along."""
    return TrustLevel.DISCORD if evidence is None else evidence.trust
