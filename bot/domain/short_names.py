"""What chains are called before addresses (EIP-3770), as in `eth:0x…`, and pages of Safe's own app, which needs it."""

from collections.abc import Mapping

from bot.domain.ids import Address, ChainId, TransactionHash

SHORT_NAMES: Mapping[int, str] = {
    1: "eth",
    10: "oeth",
    56: "bnb",
    100: "gno",
    130: "unichain",
    137: "matic",
    324: "zksync",
    8453: "base",
    42161: "arb1",
    42220: "celo",
    43114: "avax",
    59144: "linea",
    534352: "scr",
    11155111: "sep",
}
"""By chain id, as in the list of ethereum-lists/chains."""
_APP = "https://app.safe.global/transactions/tx"


def safe_app_page(chain: ChainId, safe: Address, transaction: TransactionHash) -> str | None:
    """Where owners find a transaction of the Safe, by its safeTxHash, in Safe{Wallet}; None for a chain of which the
    short name isn't known."""
    name = SHORT_NAMES.get(chain)
    return None if name is None else f"{_APP}?safe={name}:{safe}&id=multisig_{safe}_{transaction}"
