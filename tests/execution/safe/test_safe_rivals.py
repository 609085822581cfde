"""What takes the place of a Safe transaction, or is about to: rejections, other transactions, failures and reorgs."""

import dataclasses
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from eth_account.messages import encode_typed_data
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.executors import Execution, ExecutionRequest, SafeStage, SafeTransaction
from bot.domain.ids import Address, ChainId, TransactionHash
from bot.execution.safe.safes import Safes
from bot.execution.safe.service.client import SafeService
from bot.execution.safe.service.requests import ServiceLimits
from bot.execution.safe.transaction import SafeTx
from bot.services.ports import Progress
from sandbox.chain.account import Account
from sandbox.chain.safe import ZERO, safe_transaction
from sandbox.safe_service import SafeService as LoopbackService
from tests.execution.treasury import Treasury, prepared

CHAIN = ChainId(31337)
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
PAY = Action(CHAIN, TO, 10**18, "0x")
VERSIONS = ["SafeV130", "SafeL2V130", "Safe", "SafeL2", "SafeV150"]


@dataclass
class Queue:
    """A Safe of which one transaction of ours was asked."""

    treasury: Treasury
    safes: Safes
    service: LoopbackService
    client: SafeService
    request: ExecutionRequest

    @property
    def nonce(self) -> int:
        return self.request.payload_as(SafeTransaction).nonce

    async def look(self) -> Progress:
        """As the bot does, which remembers what it saw."""
        progress = await self.safes.progress(self.request, ask=True)
        self.request = replace(self.request, stage=progress.stage)
        return progress

    async def shown(self) -> SafeStage:
        stage = (await self.look()).stage
        assert isinstance(stage, SafeStage)
        return stage

    async def ended(self) -> Execution:
        await self.treasury.local.mine(2)
        execution = (await self.look()).execution
        assert execution is not None
        return execution

    def hash_of(self, tx: SafeTx) -> str:
        return "0x" + tx.hash(CHAIN, self.treasury.address).hex()

    async def put(self, tx: SafeTx, owner: Account) -> str:
        """An owner proposes another transaction to the service. Returns its hash."""
        hashed = self.hash_of(tx)
        signature = self.treasury.safe.sign(owner, bytes.fromhex(hashed[2:])).data
        given = SafeTransaction(
            TransactionHash(hashed), tx.nonce, tx.to, tx.value, "0x" + tx.data.hex(), int(tx.operation), 0, 2
        )
        await self.client.propose(self.treasury.address, given, Address(owner.address), signature, "a rival")
        return hashed

    async def execute(self, tx: SafeTx, safe_tx_gas: int = 0) -> str:
        """Two owners sign and execute it. Returns the hash of the chain's transaction."""
        safe, local = self.treasury.safe, self.treasury.local
        document = safe_transaction(
            CHAIN, safe.address, tx.to, tx.value, tx.data, int(tx.operation), tx.nonce, safeTxGas=safe_tx_gas
        )
        message = encode_typed_data(full_message=document)
        owners = sorted(self.treasury.owners[:2], key=lambda each: int(each.address, 16))
        signatures = b"".join(bytes(owner.key.sign_message(message).signature) for owner in owners)
        receipt = await safe.contract.send(
            "execTransaction",
            tx.to,
            tx.value,
            tx.data,
            int(tx.operation),
            safe_tx_gas,
            0,
            0,
            ZERO,
            ZERO,
            signatures,
            sender=local.deployer,
            gas=2_000_000,
        )
        return str(receipt["transactionHash"])

    def own(self) -> SafeTx:
        return SafeTx.of(self.request.payload_as(SafeTransaction))

    def rejection(self) -> SafeTx:
        return SafeTx.rejecting(self.treasury.address, self.nonce)

    def other(self, value: int = 5) -> SafeTx:
        return replace(self.own(), value=value)

    def failing(self) -> SafeTx:
        registry = self.treasury.registry
        return replace(
            self.own(), to=Address(registry.address), value=0, data=registry.data("refuse", b"k" * 32, 7)
        )


@pytest.fixture
async def queue(treasury: Treasury, chain: EvmChain) -> AsyncIterator[Queue]:
    async with LoopbackService.serve(treasury.local.url) as service:
        client = SafeService(service.url, limits=ServiceLimits(timeout=0.5, attempts=2, wait=0.01))
        safes = Safes({CHAIN: chain}, {CHAIN: client}, "0x" + treasury.owners[2].key.key.hex())
        request = treasury.request(await prepared(safes, treasury.executor, [PAY]))
        await safes.submit(request, "ours")
        yield Queue(treasury, safes, service, client, request)
        await safes.close()


async def test_nothing_is_said_of_a_transaction_that_stands_alone(queue: Queue) -> None:
    assert (await queue.look()).stage is None


@pytest.mark.attack("order")
@pytest.mark.parametrize("treasury", VERSIONS, indirect=True)
async def test_a_rejection_is_seen_when_it_is_proposed_and_when_it_is_executed(queue: Queue) -> None:
    rejecting = await queue.put(queue.rejection(), queue.treasury.owners[0])
    stage = await queue.shown()
    assert (stage.name, stage.rivals) == ("rejection", (rejecting,))
    executed = await queue.execute(queue.rejection())
    assert (await queue.look()).execution is None, "it isn't final"
    ended = await queue.ended()
    assert (ended.status, ended.instead, ended.transaction) == ("replaced", "rejection", executed)


async def test_a_rejection_is_seen_when_an_owner_approves_it_on_chain(queue: Queue) -> None:
    digest = bytes.fromhex(queue.hash_of(queue.rejection())[2:])
    safe, owner = queue.treasury.safe, queue.treasury.owners[1]
    await queue.treasury.local.fund(owner.address, 10**18)
    await safe.contract.send("approveHash", digest, sender=owner)
    assert (await queue.look()).stage is None, "it isn't final"
    await queue.treasury.local.mine(2)
    assert (await queue.shown()).name == "rejection"


@pytest.mark.attack("order")
async def test_another_transaction_with_the_same_nonce_is_seen_and_gone_when_it_is(queue: Queue) -> None:
    rival = await queue.put(queue.other(), queue.treasury.owners[0])
    stage = await queue.shown()
    assert (stage.name, stage.rivals, stage.changes) == ("contested", (rival,), 1)
    assert (await queue.shown()).changes == 1
    await queue.execute(queue.own())
    ended = await queue.ended()
    assert (ended.status, ended.instead) == ("executed", "")


@pytest.mark.attack("order")
async def test_another_transaction_that_takes_the_nonce_is_told_as_another_one(queue: Queue) -> None:
    await queue.execute(queue.other())
    ended = await queue.ended()
    assert (ended.status, ended.instead, ended.reason) == ("replaced", "other", "")


@pytest.mark.parametrize("treasury", VERSIONS, indirect=True)
async def test_why_what_took_the_nonce_failed_is_told_in_the_contracts_words(queue: Queue) -> None:
    """ExecutionFailure says nothing of it: the call is made anew in the state of the block before."""
    await queue.execute(queue.failing(), safe_tx_gas=100_000)
    await queue.treasury.local.mine(5)
    ended = await queue.ended()
    assert (ended.status, ended.instead) == ("replaced", "failed")
    assert "revert" in ended.reason.lower()


async def test_of_a_failure_whose_state_is_gone_the_reason_is_unknown_and_nothing_else(queue: Queue) -> None:
    await queue.execute(queue.failing(), safe_tx_gas=100_000)
    await queue.treasury.local.mine(20)
    queue.treasury.local.prune(3)
    ended = await queue.ended()
    assert (ended.status, ended.instead, ended.reason) == ("replaced", "failed", "")


async def test_what_stands_before_it_in_the_queue_is_seen(queue: Queue) -> None:
    later = queue.treasury.request(
        dataclasses.replace(queue.request.payload_as(SafeTransaction), nonce=queue.nonce + 2)
    )
    tx = SafeTx.of(later.payload_as(SafeTransaction))
    hashed = TransactionHash(queue.hash_of(tx))
    queue.request = replace(
        later, payload=dataclasses.replace(later.payload_as(SafeTransaction), safe_tx_hash=hashed)
    )
    await queue.put(replace(queue.own(), nonce=1, value=9), queue.treasury.owners[0])
    stage = await queue.shown()
    assert (stage.name, stage.turn, stage.ahead) == ("signing", 0, (0, 1))


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("status", ["timeout", "drop", 500, 429, 404])
async def test_a_service_that_fails_changes_nothing_of_what_was_seen(
    queue: Queue, chain: EvmChain, status: int | str
) -> None:
    await queue.put(queue.other(), queue.treasury.owners[0])
    before = await queue.shown()
    queue.service.faults.fail_next("GET", "multisig-transactions/", status=status, times=100)
    limits = ServiceLimits(timeout=0.05 if status == "timeout" else 0.5, attempts=2, wait=0.01)
    safes = Safes({CHAIN: chain}, {CHAIN: SafeService(queue.service.url, limits=limits)})
    assert (await safes.progress(queue.request, ask=True)).stage == before
    await safes.close()


# -- reorganisations -----------------------------------------------------------------------------------------------


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("then", ["nothing", "the same", "another one", "a rejection"])
async def test_an_execution_that_a_reorg_takes_away_is_not_said_and_what_follows_it_is(
    queue: Queue, then: str
) -> None:
    local = queue.treasury.local
    await queue.execute(queue.own())
    assert (await queue.look()).execution is None, "it isn't final"
    await local.reorg(1)
    follows = {"the same": queue.own(), "another one": queue.other(), "a rejection": queue.rejection()}
    if then in follows:
        await queue.execute(follows[then])
    assert (await queue.look()).execution is None, "it isn't final either"
    await local.mine(2)
    execution = (await queue.look()).execution
    found = None if execution is None else (execution.status, execution.instead)
    assert (
        found
        == {
            "nothing": None,
            "the same": ("executed", ""),
            "another one": ("replaced", "other"),
            "a rejection": ("replaced", "rejection"),
        }[then]
    )


@pytest.mark.attack("rpc")
async def test_an_approval_that_a_reorg_takes_away_was_never_counted(queue: Queue) -> None:
    safe, owner = queue.treasury.safe, queue.treasury.owners[0]
    await queue.treasury.local.fund(owner.address, 10**18)
    digest = bytes.fromhex(queue.request.payload_as(SafeTransaction).safe_tx_hash[2:])
    await safe.contract.send("approveHash", digest, sender=owner)
    assert owner.address not in [each.owner for each in (await queue.look()).confirmations]
    await queue.treasury.local.reorg(1)
    await queue.treasury.local.mine(3)
    assert owner.address not in [each.owner for each in (await queue.look()).confirmations]
    await safe.contract.send("approveHash", digest, sender=owner)
    await queue.treasury.local.mine(2)
    assert owner.address in [each.owner for each in (await queue.look()).confirmations]
