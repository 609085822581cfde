"""What became of a Safe transaction is followed on chain, at finalized blocks."""

import dataclasses
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import SafeTransaction
from bot.domain.ids import Address, ChainId
from bot.execution.safe.chain.contract import EXECUTION_SUCCESS
from bot.execution.safe.safes import Safes
from bot.execution.safe.service.client import SafeService
from bot.execution.safe.service.requests import ServiceLimits
from bot.services.ports import Progress
from sandbox.safe_service import SafeService as LoopbackService
from tests.chain.nodes.nodes import PATIENT, evm_chain, introduced, limits_for, node
from tests.execution.treasury import Treasury, prepared

CHAIN = ChainId(31337)
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
PAY = Action(CHAIN, TO, 10**18, "0x")


@dataclass(frozen=True)
class Waiting:
    """A transaction that waits for the owners."""

    treasury: Treasury
    chain: EvmChain
    safes: Safes
    service: LoopbackService
    transaction: SafeTransaction

    async def execute(self, transaction: SafeTransaction | None = None, to: str = TO) -> str:
        """By the first two owners; returns the hash of the chain's transaction."""
        value = transaction.value if transaction else 5
        safe, owners = self.treasury.safe, self.treasury.owners[:2]
        digest = await safe.transaction_hash(to, value)
        receipt = await safe.execute(
            to,
            value,
            signatures=[safe.sign(owner, digest) for owner in owners],
            sender=self.treasury.local.deployer,
        )
        return str(receipt["transactionHash"])

    async def progress(self) -> Progress:
        return await self.safes.progress(self.treasury.request(self.transaction), ask=True)


@pytest.fixture
async def waiting(treasury: Treasury, chain: EvmChain) -> AsyncIterator[Waiting]:
    async with LoopbackService.serve(treasury.local.url) as service:
        client = SafeService(service.url, limits=ServiceLimits(timeout=0.5, attempts=2, wait=0.01))
        safes = Safes({CHAIN: chain}, {CHAIN: client}, "0x" + treasury.owners[2].key.key.hex())
        transaction = await prepared(safes, treasury.executor, [PAY], ())
        yield Waiting(treasury, chain, safes, service, transaction)
        await safes.close()


async def test_a_transaction_waits_until_its_execution_is_final(waiting: Waiting) -> None:
    assert (await waiting.progress()).execution is None
    executed = await waiting.execute(waiting.transaction)
    assert (await waiting.progress()).execution is None
    await waiting.treasury.local.mine(2)
    execution = (await waiting.progress()).execution
    assert execution is not None
    assert (execution.status, execution.transaction) == ("executed", executed)
    block = await waiting.treasury.local.block(execution.block.number)
    assert (execution.block.hash, execution.at.timestamp()) == (block.hash, block.timestamp)


async def test_another_transaction_with_its_nonce_replaces_it(waiting: Waiting) -> None:
    replacing = await waiting.execute()
    await waiting.execute()
    await waiting.treasury.local.mine(2)
    execution = (await waiting.progress()).execution
    assert execution is not None
    assert (execution.status, execution.transaction) == ("replaced", replacing)


async def test_an_execution_from_before_is_not_what_replaced_it(treasury: Treasury, chain: EvmChain) -> None:
    safes = Safes({CHAIN: chain})
    early = Waiting(treasury, chain, safes, None, None)
    await early.execute()
    transaction = await prepared(safes, treasury.executor, [PAY], ())
    waiting = Waiting(treasury, chain, safes, None, transaction)
    replacing = await waiting.execute()
    await waiting.execute()
    await treasury.local.mine(2)
    execution = (await waiting.progress()).execution
    assert execution is not None
    assert (execution.status, execution.transaction) == ("replaced", replacing)


async def test_the_executions_of_others_before_and_after_do_not_matter(
    treasury: Treasury, chain: EvmChain
) -> None:
    safes = Safes({CHAIN: chain})
    early = Waiting(treasury, chain, safes, None, None)
    await early.execute()
    transaction = await prepared(safes, treasury.executor, [PAY], ())
    waiting = Waiting(treasury, chain, safes, None, transaction)
    executed = await waiting.execute(transaction)
    await waiting.execute()
    await treasury.local.mine(2)
    execution = (await waiting.progress()).execution
    assert execution is not None
    assert (execution.status, execution.transaction) == ("executed", executed)


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("blocks", [10, 5])
async def test_an_execution_is_found_in_parts_that_a_free_plan_answers(waiting: Waiting, blocks: int) -> None:
    local = waiting.treasury.local
    await local.mine(40)
    await waiting.execute(waiting.transaction)
    await local.mine(2)
    async with node(local, log_blocks=blocks) as plan, evm_chain(plan.url) as chain:
        request = waiting.treasury.request(waiting.transaction)
        execution = (await Safes({CHAIN: chain}).progress(request, ask=False)).execution
    assert execution is not None
    assert execution.status == "executed"


async def test_a_node_that_has_lost_the_events_does_not_make_a_replacement(waiting: Waiting) -> None:
    await waiting.execute(waiting.transaction)
    await waiting.treasury.local.mine(2)
    waiting.treasury.local.faults.fail_next("eth_getLogs", kind="empty")
    with pytest.raises(ChainUnavailable, match="0 of at least 1"):
        await waiting.progress()
    execution = (await waiting.progress()).execution
    assert execution is not None
    assert execution.status == "executed"


@pytest.mark.parametrize("kind", ["timeout", "429", "500", "garbage", "error"])
@pytest.mark.parametrize("method", ["eth_getLogs", "eth_call"])
async def test_a_silent_node_tells_nothing_about_an_execution(
    waiting: Waiting, method: str, kind: str
) -> None:
    await waiting.execute(waiting.transaction)
    local = waiting.treasury.local
    await local.mine(2)
    async with evm_chain(local.url, limits=limits_for(kind)) as chain:
        await introduced(chain)
        local.faults.fail_next(method, kind=kind, times=1000)
        with pytest.raises(ChainUnavailable):
            await Safes({CHAIN: chain}).progress(waiting.treasury.request(waiting.transaction), ask=True)


async def test_events_are_looked_for_in_parts(treasury: Treasury) -> None:
    limits = replace(PATIENT, logs=3)
    async with evm_chain(treasury.local.url, limits=limits) as chain:
        safes = Safes({CHAIN: chain})
        transaction = await prepared(safes, treasury.executor, [PAY], ())
        waiting = Waiting(treasury, chain, safes, None, transaction)
        await treasury.local.mine(5)
        executed = await waiting.execute(transaction)
        await treasury.local.mine(4)
        treasury.local.requests.clear()
        at = await chain.finalized()
        found = await chain.logs(treasury.address, [EXECUTION_SUCCESS], 0, at)
    assert [event.transaction for event in found] == [executed]
    assert treasury.local.requests["eth_getLogs"] == -(-(at.number + 1) // 3)


async def test_an_execution_on_a_shorter_fork_is_found(treasury: Treasury, chain: EvmChain) -> None:
    """Prepared at the head of a fork that lost: the execution lies in a block of a lower number."""
    safes = Safes({CHAIN: chain})
    transaction = await prepared(safes, treasury.executor, [PAY], ())
    longer = dataclasses.replace(transaction, since_block=transaction.since_block + 5)
    waiting = Waiting(treasury, chain, safes, None, longer)
    await waiting.execute(transaction)
    await treasury.local.mine(2)
    execution = (await waiting.progress()).execution
    assert execution is not None
    assert execution.status == "executed"


async def test_an_execution_that_was_reorganised_away_is_waited_for_again(waiting: Waiting) -> None:
    await waiting.execute(waiting.transaction)
    await waiting.treasury.local.reorg(1)
    await waiting.treasury.local.mine(2)
    assert (await waiting.progress()).execution is None


@pytest.mark.parametrize("after", [0, 30, 300])
async def test_an_execution_is_found_without_a_search_of_all_blocks(waiting: Waiting, after: int) -> None:
    """Some providers answer for ten blocks at once, and two weeks have a hundred thousand."""
    local = waiting.treasury.local
    await local.mine(300)
    transaction = await waiting.execute(waiting.transaction)
    await local.mine(after + 2)
    async with node(local, log_blocks=10) as plan, evm_chain(plan.url) as chain:
        safes = Safes({CHAIN: chain}, {})
        found = await safes.progress(waiting.treasury.request(waiting.transaction), ask=False)
    assert found.execution is not None
    assert (found.execution.status, found.execution.transaction) == ("executed", transaction)
    assert plan.faults.requests["eth_getLogs"] <= 3
    assert plan.faults.requests.total() < 120
