"""What amounts are of."""

from dataclasses import dataclass

from bot.domain.ids import Address, ChainId


@dataclass(frozen=True, order=True)
class AssetRef:
    """The coin of a chain, or a token on it."""

    chain: ChainId
    contract: Address | None = None
    """None: the chain's own coin."""
