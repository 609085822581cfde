"""What amounts are of."""

import msgspec

from bot.domain.ids import Address, ChainId


class AssetRef(msgspec.Struct, frozen=True, order=True):
    """The coin of a chain, or a token on it."""

    chain: ChainId
    contract: Address | None = None
    """None: the chain's own coin."""
