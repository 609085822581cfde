"""Where people look at accounts, transactions and proposals of a chain: pages of block explorers, and of the front ends
of Safes and Governors."""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from bot.domain.accounts.short_names import safe_app_page
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

SAFE_PLACES = ("account", "hash")
"""What stands in braces in the template of a page that shows a transaction of a Safe."""
GOVERNOR_PLACES = ("account", "proposal")
"""The same of a page that shows a proposal on a Governor."""


class PagesOfAChain(msgspec.Struct, frozen=True):
    """As the operator names them; None for what is known, or for none."""

    explorer: str | None = None
    """Base URL of a block explorer."""
    safe: str | None = None
    """Template of the page of a Safe transaction, with SAFE_PLACES."""
    governor: str | None = None
    """Template of the page of a proposal on a Governor, with GOVERNOR_PLACES."""
    name: str | None = None
    """What the chain is called."""


class ChainPages(msgspec.Struct, frozen=True):
    """The pages of the configured chains; what has none leads nowhere."""

    configured: tuple[tuple[ChainId, PagesOfAChain], ...] = ()

    def name(self, chain: ChainId) -> str | None:
        """What the operator calls the chain."""
        return self._of(chain).name

    def account(self, chain: ChainId, account: Address) -> str | None:
        """The explorer's page of an account or contract."""
        return self._explored(chain, f"address/{account}")

    def transaction(self, chain: ChainId, transaction: TransactionHash) -> str | None:
        """The explorer's page of a transaction."""
        return self._explored(chain, f"tx/{transaction}")

    def safe_transaction(self, chain: ChainId, safe: Address, safe_tx_hash: TransactionHash) -> str | None:
        """Where owners find a transaction of a Safe: where the operator says, or in Safe's own app if that knows the
        chain."""
        template = self._of(chain).safe
        if template is None:
            return safe_app_page(chain, safe, safe_tx_hash)
        return template.replace("{account}", safe).replace("{hash}", safe_tx_hash)

    def governor_proposal(self, chain: ChainId, governor: Address, proposal: str) -> str | None:
        """Where voters find a proposal on a Governor by its id there, in digits."""
        template = self._of(chain).governor
        if template is None:
            return None
        return template.replace("{account}", governor).replace("{proposal}", proposal)

    def _explored(self, chain: ChainId, path: str) -> str | None:
        url = self._of(chain).explorer
        return None if url is None else f"{url}/{path}"

    def _of(self, chain: ChainId) -> PagesOfAChain:
        return next((pages for known, pages in self.configured if known == chain), PagesOfAChain())


def chain_pages_of(configured: Mapping[ChainId, PagesOfAChain]) -> ChainPages:
    """Those of these chains, with the well-known explorers where none is named."""
    found = ((chain, replace(each, explorer=_explorer(chain, each))) for chain, each in configured.items())
    return ChainPages(tuple(found))


def _explorer(chain: ChainId, pages: PagesOfAChain) -> str | None:
    url = pages.explorer or KNOWN.get(chain)
    return None if url is None else url.rstrip("/")
