"""Two local chains with Optimism's own contracts between them, and the bot's view of both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.chain.chains import EvmChain
from bot.chain.config import ChainConfig
from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.bridges.bridge import Bridge
from bot.domain.bridges.crossing import BridgeMessage
from bot.domain.executors import Execution
from bot.domain.ids import Address, BlockHash, ChainId, TransactionHash
from bot.execution.bridges.bridges import EvmBridges
from sandbox.chain.account import Account
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from sandbox.chain.optimism import ON_CHILD, ON_PARENT, OTHER_MESSENGER, LocalBridge
from tests.chain.nodes.nodes import PATIENT, evm_chain

HERE, THERE = ChainId(31337), ChainId(137)


@dataclass
class TwoChains:
    bridge: LocalBridge
    here: EvmChain
    there: EvmChain
    bridges: EvmBridges
    token: Contract
    """On the other chain."""
    till: Contract
    """There too: an account of `owner` of this chain, without anything."""
    owner: Account

    @property
    def account(self) -> Address:
        """That makes the calls."""
        return Address(self.owner.address)

    def payment(self, amount: int, gas: int = 200_000) -> Action:
        """The till on the other chain is told to pay somebody."""
        transfer = self.token.data("transfer", self.bridge.child.account("payee").address, amount)
        return self.message(self.till.address, self.till.data("forward", self.token.address, transfer), gas)

    def message(self, to: str, data: bytes, gas: int = 200_000) -> Action:
        call = self.bridge.messenger.data("sendMessage", to, data, gas)
        return Action(HERE, Address(self.bridge.messenger.address), 0, f"0x{call.hex()}")

    async def executed(self, action: Action, sender: Account | None = None) -> Execution:
        """The action is made in a transaction of its own, and final."""
        local = self.bridge.parent
        receipt = await local.send(
            sender or self.owner, action.to, action.value, bytes.fromhex(action.data[2:])
        )
        await local.mine(3)
        block = await local.block(receipt["blockHash"])
        at = datetime.fromtimestamp(block.timestamp, UTC)
        ref = BlockRef(HERE, block.number, BlockHash(block.hash), block.timestamp)
        return Execution("executed", TransactionHash(receipt["transactionHash"]), ref, at)

    async def carry(self) -> None:
        """What was sent is made on the other chain, and final."""
        await self.bridge.carry()
        await self.bridge.child.mine(3)

    def sent(self, actions: Sequence[Action], execution: Execution) -> tuple[BridgeMessage, ...]:
        crossing = self.bridges.crossing(self.account, actions, execution)
        return () if crossing is None else crossing.messages

    async def seen(
        self, message: BridgeMessage, actions: Sequence[Action], *executions: Execution
    ) -> BridgeMessage:
        return await self.bridges.seen(message, self.account, actions, executions)


@asynccontextmanager
async def two_chains() -> AsyncIterator[TwoChains]:
    genesis = 1_700_000_000
    async with AsyncExitStack() as stack:
        parent = await stack.enter_async_context(LocalChain.serve(codes=ON_PARENT, genesis_time=genesis))
        child = await stack.enter_async_context(
            LocalChain.serve(chain_id=THERE, codes=ON_CHILD, genesis_time=genesis)
        )
        bridge = await LocalBridge.open(parent, child)
        owner = parent.accounts[1]
        token = await child.deploy("PlainToken", "Folk", "FOLK", 18)
        till = await child.deploy("CrossChainAccount", OTHER_MESSENGER, owner.address)
        await child.mine(3)
        known = Bridge("optimism", HERE, THERE, (Address(bridge.messenger.address),))
        here = await stack.enter_async_context(evm_chain(parent.url))
        there = await stack.enter_async_context(
            EvmChain(ChainConfig("over there", THERE, (child.url,), limits=PATIENT, bridge=known))
        )
        yield TwoChains(bridge, here, there, EvmBridges({HERE: here, THERE: there}), token, till, owner)
