"""Contracts whose code is known to do what is said of it: bridges, and those through which payments stream."""

from typing import Literal

import msgspec

from bot.domain.bridges.bridge import BridgeKind
from bot.domain.ids import Address, ChainId

StreamKind = Literal["sablier", "llamapay"]


class TrustedContract(msgspec.Struct, frozen=True):
    """One that the operator has named, or where a bridge of a well-known chain begins."""

    chain: ChainId
    address: Address
    kind: BridgeKind | StreamKind
    leads_to: ChainId | None = None
    """The chain, a configured one, on which a bridge has calls made; None for what is no bridge."""
