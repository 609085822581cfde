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
    146: "sonic",
    324: "zksync",
    480: "wc",
    1101: "zkevm",
    5000: "mantle",
    8453: "base",
    10200: "chi",
    17000: "holesky",
    34443: "mode",
    42161: "arb1",
    42170: "arb-nova",
    42220: "celo",
    43114: "avax",
    57073: "ink",
    59144: "linea",
    80094: "berachain",
    81457: "blast",
    84532: "basesep",
    421614: "arb-sep",
    534352: "scr",
    560048: "hoodi",
    11155111: "sep",
    11155420: "opsep",
}
"""By the number of a chain what stands before an address on it (EIP-3770, the `shortName` of
https://chainid.network)."""

_IN_APP = frozenset((1, 10, 56, 100, 130, 137, 324, 8453, 42161, 42220, 43114, 59144, 534352, 11155111))
"""Chains whose Safes the app is known to show."""
_APP = "https://app.safe.global/transactions/tx"


def safe_app_page(chain: ChainId, safe: Address, transaction: TransactionHash) -> str | None:
    """Where owners find a transaction of the Safe, by its safeTxHash, in Safe{Wallet}; None for a chain that the app
    isn't known to show."""
    name = SHORT_NAMES[chain] if chain in _IN_APP else None
    return None if name is None else f"{_APP}?safe={name}:{safe}&id=multisig_{safe}_{transaction}"
