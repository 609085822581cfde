"""Optimism's bridge from one local chain to another: its published contracts on both, and a relayer of ours in the
place of the nodes that carry its messages over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from eth_abi import decode
from eth_utils import keccak, to_checksum_address

from sandbox.chain.account import Account
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract

_DEPOSITED = "0x" + keccak(text="TransactionDeposited(address,address,uint256,bytes)").hex()
_MESSENGER = to_checksum_address("0x5b1D9e0000000000000000000000000000000001")
_PORTAL = to_checksum_address("0x5b1D9e0000000000000000000000000000000002")
_SYSTEM = to_checksum_address("0x5b1D9e0000000000000000000000000000000003")
_SUPERCHAIN = to_checksum_address("0x5b1D9e0000000000000000000000000000000004")
OTHER_MESSENGER = to_checksum_address("0x4200000000000000000000000000000000000007")
ON_PARENT: Mapping[str, str] = {
    _MESSENGER: "L1CrossDomainMessenger",
    _PORTAL: "OptimismPortal",
    _SYSTEM: "SystemConfig",
    _SUPERCHAIN: "SuperchainConfig",
}
"""What stands where on the chain from which the bridge leads, from the beginning."""
ON_CHILD: Mapping[str, str] = {OTHER_MESSENGER: "L2CrossDomainMessenger"}
"""The same where it leads to, at the address that it has on each chain of this kind."""
_ALIAS = 0x1111000000000000000000000000000000001111
_RICH = 10**21
_GAS = 30_000_000
_RESOURCES = (20_000_000, 10, 8, 10**9, 1_000_000, 2**128 - 1)
"""What deposits may use, as on the chain of that name."""


@dataclass
class LocalBridge:
    """The bridge, and what waits to be carried over."""

    parent: LocalChain
    child: LocalChain
    messenger: Contract
    portal: Contract
    other: Contract
    relayer: Account
    carried: list[bytes] = field(default_factory=list)
    """The calls of the other messenger that were made so far."""

    @classmethod
    async def open(cls, parent: LocalChain, child: LocalChain) -> LocalBridge:
        """Between chains that were begun with the contracts above."""
        deployer, relayer = parent.deployer, parent.account("relayer of the bridge")
        superchain, system = (parent.contract(ON_PARENT[at], at) for at in (_SUPERCHAIN, _SYSTEM))
        portal, messenger = (parent.contract(ON_PARENT[at], at) for at in (_PORTAL, _MESSENGER))
        nobody = "0x" + "0" * 40
        await superchain.send("initialize", deployer.address, False, sender=deployer)
        addresses = (_MESSENGER, nobody, nobody, nobody, _PORTAL, nobody, nobody)
        config = (deployer.address, 0, 0, bytes(32), _GAS, nobody, _RESOURCES, nobody, addresses)
        await system.send("initialize", *config, sender=deployer)
        await portal.send("initialize", nobody, _SYSTEM, _SUPERCHAIN, sender=deployer)
        await messenger.send("initialize", _SUPERCHAIN, _PORTAL, _SYSTEM, sender=deployer)
        other = child.contract(ON_CHILD[OTHER_MESSENGER], OTHER_MESSENGER)
        # Nobody can sign as the alias of a contract, as the nodes of such a chain do: the relayer's account is taken
        # for it.
        believed = to_checksum_address(f"0x{(int(relayer.address, 16) - _ALIAS) % 2**160:040x}")
        await other.send("initialize", believed, sender=child.deployer)
        await child.fund(relayer, _RICH)
        return cls(parent, child, messenger, portal, other, relayer)

    async def waiting(self) -> list[tuple[int, bytes]]:
        """What the messenger has sent, and isn't carried over yet: coins, and calls of the other messenger."""
        asked = {
            "address": self.portal.address,
            "fromBlock": "0x0",
            "toBlock": "latest",
            "topics": [_DEPOSITED],
        }
        logs = await self.parent.request("eth_getLogs", [asked])
        # Who deposits at the portal directly has no messenger that makes the call.
        sent = [
            _deposit(log["data"]) for log in logs if log["topics"][2][-40:] == OTHER_MESSENGER[2:].lower()
        ]
        return sent[len(self.carried) :]

    async def carry(self) -> int:
        """Make on the other chain what was sent since; returns how many calls. One that fails there can be replayed."""
        waiting = await self.waiting()
        here, there = await self.parent.block(), await self.child.block()
        # No block of such a chain is older than what it brings over.
        self.child.advance(max(0, here.timestamp - there.timestamp))
        for coins, call in waiting:
            await self.child.send(self.relayer, self.other.address, coins, call)
            self.carried.append(call)
        return len(waiting)

    async def replay(self, sender: Account) -> None:
        """Anybody has the last call made once more that was carried over."""
        await self.child.send(sender, self.other.address, 0, self.carried[-1])


def _deposit(data: str) -> tuple[int, bytes]:
    """Its coins and its call: after the coins that come there are those that are sent on, the gas, and a flag."""
    (packed,) = decode(["bytes"], bytes.fromhex(data[2:]))
    return int.from_bytes(packed[32:64], "big"), packed[73:]
