"""Tickets that Arbitrum's own inbox makes are followed to the other chain.

There they are its nodes' own, and no contract's: a fake of that service of ours answers in their place.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.chain.chains import EvmChain
from bot.chain.config import ChainConfig
from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.bridges.bridge import Bridge, alias
from bot.domain.bridges.crossing import BridgeMessage
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import Execution
from bot.domain.ids import Address, BlockHash, ChainId, TransactionHash, address
from bot.execution.bridges.arbitrum import Ticket
from bot.execution.bridges.bridges import EvmBridges
from sandbox.chain.arbitrum import ON_CHILD, LocalInbox
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from tests.chain.nodes.nodes import PATIENT, evm_chain

pytestmark = pytest.mark.asyncio(loop_scope="module")
HERE, THERE = ChainId(31337), ChainId(137)
WEEK = 7 * 86_400


@dataclass
class World:
    inbox: LocalInbox
    bridges: EvmBridges
    token: Contract
    """On the other chain; anybody may mint."""

    def __post_init__(self) -> None:
        self.owner = self.inbox.parent.accounts[1]
        self.account = Address(self.owner.address)

    def mint(self, amount: int) -> Action:
        call, coins = self.inbox.ticket(self.token.address, self.calldata(amount), alias(self.account))
        return Action(HERE, Address(self.inbox.inbox.address), coins, f"0x{call.hex()}")

    def calldata(self, amount: int) -> bytes:
        return self.token.data("mint", self.account, amount)

    async def sent(self, amount: int) -> Sent:
        """A ticket that mints so much, made in a transaction of its own that is final."""
        action, local = self.mint(amount), self.inbox.parent
        data = bytes.fromhex(action.data[2:])
        receipt = await local.send(self.owner, action.to, action.value, data)
        await local.mine(3)
        block = await local.block(receipt["blockHash"])
        at = datetime.fromtimestamp(block.timestamp, UTC)
        ref = BlockRef(HERE, block.number, BlockHash(block.hash), block.timestamp)
        execution = Execution("executed", TransactionHash(receipt["transactionHash"]), ref, at)
        crossing = self.bridges.crossing(self.account, [action], execution)
        assert crossing is not None
        sent = Sent(self, amount, action, execution)
        return replace(sent, first=await sent.seen(crossing.messages[0]))


@dataclass(frozen=True)
class Sent:
    world: World
    amount: int
    action: Action
    execution: Execution
    first: BridgeMessage | None = None
    """As it was when nothing had arrived."""

    @property
    def key(self) -> str:
        assert self.first is not None
        return self.first.key

    async def seen(self, message: BridgeMessage | None = None) -> BridgeMessage:
        known = message or self.first
        assert known is not None
        return await self.world.bridges.seen(known, self.world.account, [self.action], [self.execution])

    async def arrives(self, *, refused: bool = False, tried: bool = True) -> None:
        """`refused`: the token on the other chain knows no such function. `tried`: at once, by the node."""
        inbox, token = self.world.inbox, self.world.token
        data = b"\x01\x02\x03\x04" if refused else self.world.calldata(self.amount)
        await inbox.carry(self.key, token.address, data, inbox.child.accounts[4].address, tried=tried)
        await inbox.child.mine(3)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world() -> AsyncIterator[World]:
    genesis = 1_700_000_000
    async with AsyncExitStack() as stack:
        parent = await stack.enter_async_context(LocalChain.serve(genesis_time=genesis))
        child = await stack.enter_async_context(
            LocalChain.serve(chain_id=THERE, codes=ON_CHILD, genesis_time=genesis)
        )
        inbox = await LocalInbox.open(parent, child)
        token = await child.deploy("PlainToken", "Folk", "FOLK", 18)
        await child.mine(20)
        known = Bridge("arbitrum", HERE, THERE, (Address(inbox.inbox.address),))
        here = await stack.enter_async_context(evm_chain(parent.url))
        config = ChainConfig("over there", THERE, (child.url,), limits=PATIENT, bridge=known)
        there = await stack.enter_async_context(EvmChain(config))
        yield World(inbox, EvmBridges({HERE: here, THERE: there}), token)


async def test_a_ticket_is_followed_until_it_is_redeemed(world: World) -> None:
    sent = await world.sent(5)
    assert sent.first is not None
    assert (sent.first.status, len(sent.key)) == ("sent", 66)
    await sent.arrives()
    done = await sent.seen()
    assert done.status == "done"
    made = await world.inbox.child.request("eth_getTransactionReceipt", [done.transaction])
    assert sent.key in [topic for log in made["logs"] for topic in log["topics"]]


@pytest.mark.attack("actions")
async def test_a_ticket_that_fails_can_be_redeemed_until_its_time_is_over(world: World) -> None:
    sent = await world.sent(6)
    await sent.arrives(tried=False)
    failed = await sent.seen()
    assert failed.status == "failed"
    assert failed.until is not None
    assert failed.at is not None
    assert failed.until - failed.at == timedelta(days=7)
    child = world.inbox.child
    await world.inbox.redeem(sent.key, child.accounts[2])
    await child.mine(3)
    done = await sent.seen(failed)
    assert (done.status, done.until) == ("done", None)
    assert done.transaction != failed.transaction


@pytest.mark.attack("actions")
async def test_a_ticket_that_its_beneficiary_takes_back_was_never_done(world: World) -> None:
    sent = await world.sent(7)
    await sent.arrives(tried=False)
    child = world.inbox.child
    await world.inbox.tickets.send("cancel", bytes.fromhex(sent.key[2:]), sender=child.accounts[4])
    await child.mine(3)
    assert (await sent.seen()).status == "cancelled"


@pytest.mark.attack("actions")
async def test_a_ticket_that_nobody_could_redeem_in_time_was_not_done_however_often_it_was_tried(
    world: World,
) -> None:
    sent = await world.sent(8)
    await sent.arrives(refused=True)
    failed = await sent.seen()
    assert failed.status == "failed"
    world.inbox.child.advance(WEEK + 60)
    await world.inbox.child.mine(3)
    assert (await sent.seen(failed)).status == "lapsed"
    # Who looks only now sees that it was tried, and must not take that for done.
    assert (await sent.seen()).status == "lapsed"


@pytest.mark.attack("rpc")
async def test_a_chain_that_does_not_answer_leaves_a_ticket_as_it_was(world: World) -> None:
    sent = await world.sent(9)
    world.inbox.child.faults.fail_next("*", kind="drop", times=1_000_000)
    try:
        with pytest.raises(ChainUnavailable):
            await sent.seen()
    finally:
        world.inbox.child.faults.clear()


async def test_the_id_of_a_ticket_is_that_of_arbitrums_own_library() -> None:
    """What `ParentToChildMessage.calculateSubmitRetryableId` of @arbitrum/sdk 4 gives for the same."""
    refund = int("cb431653bdb2525c866d962ad66be358f6719e89", 16)
    sender = address("0x12dec91b0a9ba741903aa3699bf4ce31d6c5dd17")
    nobody = address("0x" + "0" * 40)
    ticket = Ticket(7, sender, 10**9, nobody, 5, 127, 128, 9, refund, 300_000, 10**8, b"\x05")
    # The order there: sender, number, base fee, receiver, value, deposit, cost, both refunds, gas, fee, data.
    known = "0x1d1ea03958e6349196020a4d21c8fa40030fbd039d8c6bac275ec1c2aab269e1"
    assert ticket.id(ChainId(412346)) == known
