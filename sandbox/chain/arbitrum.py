"""Arbitrum's bridge from one local chain to another: its published contracts on the one, and on the other a fake of
what its nodes do. Tickets are theirs, and no contract's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eth_utils import to_checksum_address

from sandbox.chain.account import Account
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract

RETRYABLES = to_checksum_address("0x000000000000000000000000000000000000006E")
ON_CHILD: Mapping[str, str] = {RETRYABLES: "Retryables"}
"""What stands where on the other chain, from the beginning."""
_SLOT = bytes.fromhex("360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc")
"""Where a proxy keeps what runs (EIP-1967)."""
_LONGEST = 117_964
"""Bytes of a message, as on the chain of that name."""
_GAS, _FEE, _COST = 300_000, 10**8, 10**16


@dataclass(frozen=True)
class LocalInbox:
    """The bridge's two contracts, and the tickets of the other chain."""

    parent: LocalChain
    child: LocalChain
    inbox: Contract
    bridge: Contract
    tickets: Contract

    @classmethod
    async def open(cls, parent: LocalChain, child: LocalChain) -> LocalInbox:
        """To a chain that was begun with the contract above."""
        deployer = parent.deployer
        bridge = await _behind_a_proxy(parent, "ArbitrumBridge")
        inbox = await _behind_a_proxy(parent, "ArbitrumInbox", _LONGEST)
        await bridge.send("initialize", deployer.address, sender=deployer)
        await inbox.send("initialize", bridge.address, deployer.address, sender=deployer)
        await bridge.send("setDelayedInbox", inbox.address, True, sender=deployer)
        return cls(parent, child, inbox, bridge, child.contract("Retryables", RETRYABLES))

    def ticket(self, to: str, data: bytes, refund: str) -> tuple[bytes, int]:
        """The call by which a ticket is made, and the coins that it costs."""
        call = self.inbox.data("createRetryableTicket", to, 0, _COST, refund, refund, _GAS, _FEE, data)
        return call, _COST + _GAS * _FEE

    async def carry(self, key: str, to: str, data: bytes, beneficiary: str, *, tried: bool = True) -> None:
        """A ticket arrives on the other chain, and is tried once, unless it isn't."""
        await self.tickets.send(
            "submit", bytes.fromhex(key[2:]), to, data, beneficiary, tried, sender=self.child.deployer
        )

    async def redeem(self, key: str, sender: Account) -> None:
        """Anybody has a ticket tried once more."""
        await self.tickets.send("redeem", bytes.fromhex(key[2:]), sender=sender)


async def _behind_a_proxy(chain: LocalChain, name: str, *arguments: int) -> Contract:
    """These contracts only run behind one."""
    code = await chain.deploy(name, *arguments)
    proxy = await chain.deploy("SlotProxy", code.address, _SLOT)
    return chain.contract(name, proxy.address)
