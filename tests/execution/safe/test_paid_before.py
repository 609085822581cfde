"""What a Safe has executed since the vote opened is seen before it is asked: a database that was put back pays nothing
twice."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.actions.called_code import Examined
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import SafeTransaction
from bot.domain.ids import Address, ChainId
from bot.execution.safe.safes import Safes
from bot.execution.safe.service.client import SafeService
from bot.execution.safe.service.requests import ServiceLimits
from bot.execution.safe.transaction import SafeTx
from sandbox.chain import RpcError
from sandbox.chain.safe import ZERO, multisend_data
from sandbox.safe_service import SafeService as LoopbackService
from tests.execution.treasury import DECISION, Treasury

CHAIN = ChainId(31337)
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
PAY = Action(CHAIN, TO, 10**17, "0x")


@dataclass(frozen=True)
class Voted:
    """A vote on a payment has opened; the owners may do what they like."""

    treasury: Treasury
    chain: EvmChain
    safes: Safes
    actions: tuple[Action, ...]
    opened: Examined

    async def executed(self) -> list[tuple[str, int]]:
        found = await self.safes.executed(self.treasury.executor, self.actions, self.opened)
        return [(execution.status, payload.nonce) for payload, execution in found]

    async def prepared(self) -> SafeTransaction:
        return await self.safes.prepare(self.treasury.executor, self.actions, (), self.opened, DECISION)

    async def execute(self, tx: SafeTx, *, safe_tx_gas: int = 0, relayed: bool = False) -> str:
        """By two owners; returns the hash of the chain's transaction."""
        safe, local = self.treasury.safe, self.treasury.local
        signed = await self.signed(tx, safe_tx_gas)
        if not relayed:
            receipt = await safe.contract.send("execTransaction", *signed, sender=local.deployer)
            return str(receipt["transactionHash"])
        relay = await local.deploy("ContractWallet", local.deployer.address)
        data = safe.contract.data("execTransaction", *signed)
        receipt = await relay.send("execute", safe.address, 0, data, sender=local.deployer)
        return str(receipt["transactionHash"])

    async def signed(self, tx: SafeTx, safe_tx_gas: int = 0) -> tuple[object, ...]:
        """What `execTransaction` is called with, with two owners' signatures for the Safe's nonce of now."""
        safe = self.treasury.safe
        fields = (tx.to, tx.value, tx.data, int(tx.operation), safe_tx_gas, 0, 0, ZERO, ZERO)
        digest = bytes(await safe.contract.call("getTransactionHash", *fields, await safe.nonce()))
        signed = (safe.sign(owner, digest) for owner in safe.owners[:2])
        signatures = b"".join(each.data for each in sorted(signed, key=lambda each: int(each.owner, 16)))
        return (*fields, signatures)

    async def finalize(self) -> None:
        await self.treasury.local.mine(2)

    def at(self, nonce: int) -> SafeTx:
        return SafeTx.making(self.actions, self.chain.config.multi_send, nonce)


@pytest.fixture(params=[1, 2], ids=["one", "two"])
async def voted(request: pytest.FixtureRequest, treasury: Treasury, chain: EvmChain) -> Voted:
    safes = Safes({CHAIN: chain}, {})
    actions = (PAY, Action(CHAIN, TO, 5, "0x"))[: request.param]
    return Voted(treasury, chain, safes, actions, await safes.examine(treasury.executor, actions))


OTHER = SafeTx(TO, 1, b"", PAY.operation, 0)


@pytest.mark.attack("database")
async def test_just_this_transaction_at_any_nonce_is_found(voted: Voted) -> None:
    await voted.execute(OTHER)
    await voted.execute(voted.at(1))
    await voted.execute(OTHER)
    await voted.finalize()
    assert await voted.executed() == [("executed", 1)]
    assert (await voted.prepared()).made_before == ()


@pytest.mark.attack("database")
async def test_it_is_found_as_often_as_it_was_made(voted: Voted) -> None:
    for nonce in range(2):
        await voted.execute(voted.at(nonce))
    await voted.finalize()
    assert await voted.executed() == [("executed", 0), ("executed", 1)]


async def test_what_was_executed_before_the_opening_is_another_matter(voted: Voted) -> None:
    await voted.execute(voted.at(0))
    await voted.finalize()
    opened = await voted.safes.examine(voted.treasury.executor, voted.actions)
    assert await voted.safes.executed(voted.treasury.executor, voted.actions, opened) == ()


@pytest.mark.attack("database")
async def test_one_that_is_not_final_is_waited_for(voted: Voted) -> None:
    await voted.execute(voted.at(0))
    with pytest.raises(ChainUnavailable, match="not final"):
        await voted.executed()
    await voted.finalize()
    assert await voted.executed() == [("executed", 0)]


@pytest.mark.attack("rpc")
async def test_a_node_that_has_lost_the_events_prepares_nothing(voted: Voted) -> None:
    await voted.execute(voted.at(0))
    await voted.finalize()
    voted.treasury.local.faults.fail_next("eth_getLogs", kind="empty", times=1000)
    for asked in (voted.executed, voted.prepared):
        with pytest.raises(ChainUnavailable, match="0 of at least 1"):
            await asked()


@pytest.mark.attack("rpc")
async def test_a_node_that_does_not_know_a_transaction_prepares_nothing(voted: Voted) -> None:
    await voted.execute(OTHER)
    await voted.finalize()
    voted.treasury.local.faults.fail_next("eth_getTransactionByHash", kind="empty", times=1000)
    with pytest.raises(ChainUnavailable):
        await voted.prepared()


@pytest.mark.attack("database")
@pytest.mark.parametrize("how", [{"safe_tx_gas": 200_000}, {"safe_tx_gas": 200_000, "relayed": True}])
async def test_the_same_calls_in_another_form_are_said(voted: Voted, how: dict[str, int]) -> None:
    made = await voted.execute(voted.at(0), **how)
    await voted.finalize()
    assert await voted.executed() == []
    assert (await voted.prepared()).made_before == (made,)


@pytest.mark.attack("database")
async def test_just_this_transaction_handed_on_by_another_contract_is_found(voted: Voted) -> None:
    await voted.execute(voted.at(0), relayed=True)
    await voted.finalize()
    assert await voted.executed() == [("executed", 0)]


@pytest.mark.attack("database")
async def test_the_same_calls_among_others_are_said(voted: Voted) -> None:
    calls = [(TO, 7, b""), *((action.to, action.value, b"") for action in voted.actions)]
    batch = SafeTx(Address(voted.treasury.safe.multisend_call_only), 0, multisend_data(calls), 1, 0)
    made = await voted.execute(batch)
    await voted.finalize()
    assert (await voted.prepared()).made_before == (made,)


async def test_other_payments_to_the_same_account_are_not_said(voted: Voted) -> None:
    await voted.execute(SafeTx(TO, 10**17 + 1, b"", PAY.operation, 0))
    await voted.execute(SafeTx(TO, 5, b"\1", PAY.operation, 0), safe_tx_gas=100_000)
    await voted.finalize()
    assert (await voted.prepared()).made_before == ()


async def test_the_same_calls_that_failed_are_not_said(treasury: Treasury, chain: EvmChain) -> None:
    safes = Safes({CHAIN: chain}, {})
    data = "0x" + treasury.registry.data("refuse", b"\1" * 32, 1).hex()
    actions = (Action(CHAIN, Address(treasury.registry.address), 0, data),)
    opened = await safes.examine(treasury.executor, actions)
    voted = Voted(treasury, chain, safes, actions, opened)
    # Only with gas of its own does one that fails inside use up its nonce: ours has none, and the Safe refuses it.
    await voted.execute(voted.at(0), safe_tx_gas=100_000)
    await voted.finalize()
    assert await voted.executed() == []
    assert (await voted.prepared()).made_before == ()


@pytest.mark.attack("order")
async def test_what_was_signed_for_a_nonce_that_is_used_up_pays_nothing_beside_what_is_asked_again(
    treasury: Treasury, chain: EvmChain
) -> None:
    """The owners' signatures for the first attempt are still there when the second one is executed."""
    safe, local, safes = treasury.safe, treasury.local, Safes({CHAIN: chain}, {})
    voted = Voted(treasury, chain, safes, (PAY,), await safes.examine(treasury.executor, [PAY]))
    first = await voted.signed(voted.at(0))
    await voted.execute(OTHER)
    await voted.finalize()
    with pytest.raises(RpcError):
        await safe.contract.send("execTransaction", *first, sender=local.deployer)
    again = await voted.prepared()
    assert again.nonce == 1
    second = await voted.signed(voted.at(again.nonce))
    await safe.contract.send("execTransaction", *second, sender=local.deployer)
    for used in (first, second):
        with pytest.raises(RpcError):
            await safe.contract.send("execTransaction", *used, sender=local.deployer)
    assert await local.balance(TO) == PAY.value + OTHER.value


# -- still in the queue -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Desk:
    voted: Voted
    service: LoopbackService


@pytest.fixture
async def desk(treasury: Treasury, chain: EvmChain) -> AsyncIterator[Desk]:
    async with LoopbackService.serve(treasury.local.url) as service:
        client = SafeService(service.url, limits=ServiceLimits(timeout=2, attempts=2, wait=0.01))
        safes = Safes({CHAIN: chain}, {CHAIN: client}, "0x" + treasury.owners[2].key.key.hex())
        opened = await safes.examine(treasury.executor, [PAY])
        yield Desk(Voted(treasury, chain, safes, (PAY,), opened), service)
        await safes.close()


@pytest.mark.attack("database")
async def test_one_that_waits_in_the_queue_already_is_the_same_request(desk: Desk) -> None:
    voted = desk.voted
    first = await voted.prepared()
    await voted.safes.submit(voted.treasury.request(first), "folkmoot")
    again = await voted.prepared()
    assert (again.nonce, again.safe_tx_hash) == (first.nonce, first.safe_tx_hash)
    await voted.safes.submit(voted.treasury.request(again), "folkmoot")
    assert len(desk.service.transactions(voted.treasury.address)) == 1


@pytest.mark.attack("safe_service")
async def test_a_service_that_refuses_everything_keeps_nothing_from_being_prepared(desk: Desk) -> None:
    desk.service.faults.fail_next("*", ".", status=403, times=1000)
    assert (await desk.voted.prepared()).nonce == 0


@pytest.mark.attack("safe_service")
async def test_two_that_are_prepared_at_once_without_the_queue_have_one_nonce(desk: Desk) -> None:
    """The database keeps them apart; between bots the chain does."""
    desk.service.faults.fail_next("*", ".", status=503, times=1000)
    made = await asyncio.gather(desk.voted.prepared(), desk.voted.prepared())
    assert [transaction.nonce for transaction in made] == [0, 0]
