"""A ballot that the voter's wallets have signed, as EIP-712 typed data (`typed_data.py` says what a wallet shows)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from bot.domain.ids import Address, ChainId, ContentHash
from bot.domain.policy.trust import TrustLevel

NONCES_PER_SECOND = 1_000_000
"""A nonce counts microseconds since 1970, so that it tells the time, and a later one is greater."""


SignedOn = Mapping[Address, ChainId]
"""Which wallets have signed a ballot, each on which chain: a contract has signed on that one alone."""


class WalletSignature(msgspec.Struct, frozen=True):
    """What one wallet signed beside the choice, and its signature."""

    server: str
    """As the wallet showed it: name and id."""
    time: int
    """Seconds since 1970: when the page made the message."""
    nonce: int
    """Below 2⁵³. One with a later nonce replaces an earlier one of the same wallet."""
    wallet: Address
    chain: ChainId
    """That of the signature's domain; of a contract the one on which it was asked (EIP-1271)."""
    signature: str
    """`0x` and hexadecimal digits."""


class SignedBallot(msgspec.Struct, frozen=True, tag_field="kind", tag=TrustLevel.SIGNED.value):
    """One choice of one member, and every wallet of theirs that has signed just that: only these count."""

    content_hash: ContentHash
    """Of the proposal, as it was frozen."""
    choice: str
    """Canonical JSON, in the shape of the mechanism."""
    signatures: tuple[WalletSignature, ...]
    """By nonce. The last one's is the ballot's `source`."""

    trust: ClassVar[TrustLevel] = TrustLevel.SIGNED
    keeps_more: ClassVar[bool] = False

    @property
    def signed_on(self) -> SignedOn:
        """Which wallets have signed it, each on which chain."""
        return {each.wallet: each.chain for each in self.signatures}

    def recorded(self) -> dict[str, Any]:
        """What stands in the record: everything."""
        document: dict[str, Any] = msgspec.to_builtins(self)
        return {**document, "signatures": list(document["signatures"])}
