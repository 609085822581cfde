"""Discord's signature over the interaction with which a ballot was cast.

Discord signs each request to an application's endpoint with a key that it makes for that application (Ed25519 over the
time and the body). Anybody finds the public one: `GET /applications/{id}/rpc`, `verify_key`.
"""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

import msgspec

from bot.domain.policy.trust import TrustLevel

LONGEST_BODY = 256 * 1024
"""Bytes of an interaction. A form of five long texts whose letters JSON writes with six characters has 120 KB."""
SALT_BYTES = 16
_DOMAIN = b"folkmoot/countersignature/1\0"


class Countersignature(msgspec.Struct, frozen=True, tag_field="kind", tag=TrustLevel.COUNTERSIGNED.value):
    """One request as Discord sent it, and the salt of its commitment. Hexadecimal digits are lowercase."""

    application: str
    """Its id."""
    public_key: str
    """That of the application: 64 hexadecimal digits."""
    timestamp: str
    """The header X-Signature-Timestamp: decimal digits."""
    signature: str
    """The header X-Signature-Ed25519: 128 hexadecimal digits."""
    body: bytes
    """To the byte; in base64 where it is written as JSON."""
    salt: str
    """32 random hexadecimal digits. Who knows a ballot could guess all else of a body but its token."""

    trust: ClassVar[TrustLevel] = TrustLevel.COUNTERSIGNED
    keeps_more: ClassVar[bool] = True
    """Than stands in the record."""

    @property
    def signed(self) -> bytes:
        """The message that the signature is of."""
        return self.timestamp.encode() + self.body

    @property
    def commitment(self) -> str:
        """SHA-256 over the domain, then salt, timestamp, signature and body, each after its length in eight bytes."""
        parts = (
            bytes.fromhex(self.salt),
            self.timestamp.encode(),
            bytes.fromhex(self.signature),
            self.body,
        )
        told = [_DOMAIN]
        for part in parts:
            told += len(part).to_bytes(8, "big"), part
        return hashlib.sha256(b"".join(told)).hexdigest()

    def recorded(self) -> dict[str, Any]:
        """What stands in the record: the body holds what only its voter and the auditors should see."""
        return {
            "kind": TrustLevel.COUNTERSIGNED.value,
            "application": self.application,
            "public_key": self.public_key,
            "commitment": self.commitment,
        }
