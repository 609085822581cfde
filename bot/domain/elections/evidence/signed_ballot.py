"""A ballot that the voter's wallet has signed, as EIP-712 typed data."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec

from bot.domain.ids import Address, ChainId, ContentHash
from bot.domain.policy.trust import TrustLevel


class SignedBallot(msgspec.Struct, frozen=True, tag_field="kind", tag=TrustLevel.SIGNED.value):
    """All that was signed, and the signature. Its ballot's `source` is the nonce, and its time that of the signing."""

    content_hash: ContentHash
    """Of the proposal, as it was frozen."""
    choice: str
    """Canonical JSON, in the shape of the mechanism."""
    time: int
    """Seconds since 1970."""
    nonce: int
    """Below 2⁵³. A later one replaces an earlier."""
    wallet: Address
    chain: ChainId
    signature: str
    """`0x` and hexadecimal digits."""

    trust: ClassVar[TrustLevel] = TrustLevel.SIGNED
    keeps_more: ClassVar[bool] = False

    def recorded(self) -> dict[str, Any]:
        """What stands in the record: everything."""
        document: dict[str, Any] = msgspec.to_builtins(self)
        return document
