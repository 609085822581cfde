"""Where people look at accounts and transactions of a chain: pages of block explorers."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.ids import Address, ChainId, TransactionHash

KNOWN: Mapping[int, str] = {
    1: "https://etherscan.io",
    10: "https://optimistic.etherscan.io",
    56: "https://bscscan.com",
    100: "https://gnosisscan.io",
    130: "https://uniscan.xyz",
    137: "https://polygonscan.com",
    324: "https://explorer.zksync.io",
    8453: "https://basescan.org",
    42161: "https://arbiscan.io",
    42170: "https://nova.arbiscan.io",
    42220: "https://celoscan.io",
    43114: "https://snowscan.xyz",
    59144: "https://lineascan.build",
    534352: "https://scrollscan.com",
    11155111: "https://sepolia.etherscan.io",
}
"""By chain id. A chain's own setting goes before it."""


@dataclass(frozen=True)
class Explorers:
    """The explorers of the configured chains; those of a chain without one lead nowhere."""

    urls: tuple[tuple[ChainId, str], ...] = ()
    """Base URLs without a slash at their ends, by chain."""

    def account(self, chain: ChainId, account: Address) -> str | None:
        """The page of an account or contract."""
        return self._page(chain, f"address/{account}")

    def transaction(self, chain: ChainId, transaction: TransactionHash) -> str | None:
        return self._page(chain, f"tx/{transaction}")

    def _page(self, chain: ChainId, path: str) -> str | None:
        return next((f"{url}/{path}" for known, url in self.urls if known == chain), None)


def explorers_of(configured: Mapping[ChainId, str | None]) -> Explorers:
    """Those of these chains: as configured, or else the known one."""
    found = ((chain, url or KNOWN.get(chain)) for chain, url in configured.items())
    return Explorers(tuple((chain, url.rstrip("/")) for chain, url in found if url))
