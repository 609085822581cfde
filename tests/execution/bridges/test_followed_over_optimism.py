"""What was sent over Optimism's own contracts is followed to the other chain, and only what was sent."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from msgspec.structs import replace

from bot.domain.actions.effects import BridgedCall, RelayedCalls, TokenTransfer
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import BlockHash
from bot.execution.actions.codec import EvmActionCodec
from tests.execution.bridges.two_chains import HERE, THERE, TwoChains, two_chains

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world() -> AsyncIterator[TwoChains]:
    async with two_chains() as world:
        yield world


async def test_a_call_is_followed_from_the_transaction_that_sent_it_until_it_was_made(
    world: TwoChains,
) -> None:
    await world.token.send("mint", world.till.address, 5, sender=world.bridge.child.deployer)
    actions = [world.payment(5)]
    execution = await world.executed(actions[0])
    (message,) = world.sent(actions, execution)
    on_its_way = await world.seen(message, actions, execution)
    assert (on_its_way.status, on_its_way.chain, len(on_its_way.key)) == ("sent", THERE, 66)
    await world.carry()
    done = await world.seen(on_its_way, actions, execution)
    assert done.status == "done"
    made = await world.bridge.child.request("eth_getTransactionReceipt", [done.transaction])
    assert done.key in [topic for log in made["logs"] for topic in log["topics"]]


@pytest.mark.attack("actions")
async def test_a_call_that_fails_there_has_failed_until_somebody_has_it_made_again(world: TwoChains) -> None:
    actions = [world.payment(7)]
    execution = await world.executed(actions[0])
    (message,) = world.sent(actions, execution)
    await world.carry()
    failed = await world.seen(message, actions, execution)
    assert failed.status == "failed"
    assert failed.transaction
    assert await world.seen(failed, actions, execution) == failed
    child = world.bridge.child
    await world.token.send("mint", world.till.address, 7, sender=child.deployer)
    await world.bridge.replay(child.accounts[2])
    assert await world.seen(failed, actions, execution) == failed, "it isn't final yet"
    await child.mine(3)
    done = await world.seen(failed, actions, execution)
    assert done.status == "done"
    assert done.transaction not in ("", failed.transaction)


async def test_what_was_made_in_several_transactions_is_found_in_each(world: TwoChains) -> None:
    """As by a Delay, which makes one call after the other: two that are alike, and one that fails there."""
    await world.token.send("mint", world.till.address, 16, sender=world.bridge.child.deployer)
    actions = [world.payment(8), world.payment(8), world.payment(10**30)]
    first, second, third = [await world.executed(action) for action in actions]
    await world.carry()
    sent = world.sent(actions, third)
    seen = [await world.seen(message, actions, first, second, third) for message in sent]
    assert [message.status for message in seen] == ["done", "done", "failed"]
    assert [message.sent_at for message in seen] == [each.at for each in (first, second, third)]
    assert len({message.key for message in seen}) == 3
    assert (await world.seen(sent[0], actions, third)).status == "unsent"


@pytest.mark.attack("actions")
async def test_the_same_call_that_somebody_else_sends_is_not_taken_for_ours(world: TwoChains) -> None:
    actions = [world.payment(1)]
    execution = await world.executed(actions[0], sender=world.bridge.parent.accounts[3])
    (message,) = world.sent(actions, execution)
    assert (await world.seen(message, actions, execution)).status == "unsent"


@pytest.mark.attack("actions")
async def test_another_call_than_was_decided_is_not_taken_for_it(world: TwoChains) -> None:
    execution = await world.executed(world.payment(2))
    for decided in (world.payment(3), world.payment(2, gas=200_001)):
        (message,) = world.sent([decided], execution)
        assert (await world.seen(message, [decided], execution)).status == "unsent"


@pytest.mark.attack("rpc")
async def test_what_a_reorganised_chain_has_no_more_is_not_looked_for_elsewhere(world: TwoChains) -> None:
    actions = [world.payment(4)]
    execution = await world.executed(actions[0])
    (message,) = world.sent(actions, execution)
    gone = replace(execution, block=dataclasses.replace(execution.block, hash=BlockHash("0x" + "ab" * 32)))
    with pytest.raises(ChainUnavailable):
        await world.seen(message, actions, gone)


@pytest.mark.attack("rpc")
async def test_a_silent_chain_leaves_a_message_as_it_was_and_a_card_readable(world: TwoChains) -> None:
    actions = [world.payment(6)]
    execution = await world.executed(actions[0])
    (message,) = world.sent(actions, execution)
    codec = EvmActionCodec({HERE: world.here, THERE: world.there})
    (read,) = await codec.decode(actions, await world.here.latest(), account=world.account)
    assert isinstance(read.effect, BridgedCall)
    assert read.effect.sender == world.account
    (forwarded,) = read.inner
    assert isinstance(forwarded.effect, RelayedCalls)
    paid = forwarded.inner[0].effect
    assert isinstance(paid, TokenTransfer)
    assert (paid.token.symbol, paid.token.decimals) == ("FOLK", 18)
    world.bridge.child.faults.fail_next("*", kind="drop", times=1_000_000)
    try:
        with pytest.raises(ChainUnavailable):
            await world.seen(message, actions, execution)
        (unread,) = await codec.decode(actions, await world.here.latest(), account=world.account)
    finally:
        world.bridge.child.faults.clear()
    assert "ChainSilent()" in repr(unread.inner[0].dangers)
    assert "ChainSilent()" not in repr(unread.dangers)
