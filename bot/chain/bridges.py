"""The bridges between chains: those that the operator names, and where those of well-known chains begin.

https://docs.optimism.io/op-mainnet/network-information/op-addresses, https://docs.base.org/base-chain/network-information,
https://docs.arbitrum.io/build-decentralized-apps/reference/contract-addresses
"""

from collections.abc import Mapping
from typing import Protocol

from bot.chain.config import ChainConfig
from bot.domain.bridges.bridge import Bridge
from bot.domain.ids import Address, ChainId
from bot.domain.trusted_contracts import TrustedContract

ETHEREUM = ChainId(1)
_USUAL = (
    Bridge(
        "optimism",
        ETHEREUM,
        ChainId(10),
        (
            Address("0x25ace71c97B33Cc4729CF772ae268934F7ab5fA1"),
            Address("0xbEb5Fc579115071764c7423A4f12eDde41f106Ed"),
        ),
    ),
    Bridge(
        "optimism",
        ETHEREUM,
        ChainId(8453),
        (
            Address("0x866E82a600A1414e583f7F13623F1aC5d58b0Afa"),
            Address("0x49048044D57e1C92A77f79988d21Fa8fAF74E97e"),
        ),
    ),
    Bridge("arbitrum", ETHEREUM, ChainId(42161), (Address("0x4Dbd4fc535Ac27206064B68FfCf827b0A60BAB3f"),)),
    Bridge("arbitrum", ETHEREUM, ChainId(42170), (Address("0xc4448b71118c9071Bcb9734A0EAc55D18A153949"),)),
)


class Configured(Protocol):
    @property
    def config(self) -> ChainConfig: ...


def usual_bridge(chain: ChainId) -> Bridge | None:
    """The bridge to a well-known chain; None for any other."""
    return next((each for each in _USUAL if each.child == chain), None)


def bridges_of(chains: Mapping[ChainId, Configured]) -> tuple[Bridge, ...]:
    """The bridges between any two of these chains."""
    found = (chain.config.bridge for chain in chains.values())
    return tuple(bridge for bridge in found if bridge is not None and bridge.parent in chains)


def trusted_contracts(chains: Mapping[ChainId, Configured]) -> tuple[TrustedContract, ...]:
    """Where these bridges begin, and the contracts of streams on these chains."""
    gates = [
        TrustedContract(bridge.parent, gate, bridge.kind, bridge.child)
        for bridge in bridges_of(chains)
        for gate in bridge.gates
    ]
    streams = [
        TrustedContract(chain, each.contract, each.kind)
        for chain, configured in chains.items()
        for each in configured.config.streams
    ]
    return (*gates, *streams)
