"""Names of ENS on the local chain: a registry, and one resolver of all names."""

from __future__ import annotations

from dataclasses import dataclass

from eth_utils import keccak, to_bytes

from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract

ETHEREUM = 60
"""The number of Ethereum's coin (SLIP-44), by which a name stands for an account on the registry's own chain."""


def evm_coin(chain: int) -> int:
    """The number by which a name stands for an account on another EVM chain (ENSIP-11)."""
    return 0x80000000 | chain


@dataclass(frozen=True)
class LocalNames:
    chain: LocalChain
    registry: Contract
    resolver: Contract

    async def set(self, name: str, account: str, coin: int = ETHEREUM) -> None:
        """Let a name stand for an account (0x-prefixed hex of any length)."""
        sender = self.chain.deployer
        node = namehash(name)
        await self.registry.send("setResolver", node, self.resolver.address, sender=sender)
        await self.resolver.send("setAddr", node, coin, to_bytes(hexstr=account), sender=sender)


def namehash(name: str) -> bytes:
    """The 32 bytes by which a registry knows a name (EIP-137)."""
    node = bytes(32)
    for label in reversed(name.split(".")):
        node = keccak(node + keccak(text=label))
    return node
