"""Safe transactions: the hash, the nonce, and handing them over once."""

import dataclasses
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action, Operation
from bot.domain.errors import (
    ChainUnavailable,
    NoBatchContract,
    NotASafe,
    RequestMismatch,
    ServiceRefused,
    ServiceUnavailable,
    WrongContract,
)
from bot.domain.executors import SafeExecutor
from bot.domain.ids import Address, ChainId, TransactionHash
from bot.execution.safe.chain.contract import read_state
from bot.execution.safe.safes import Safes
from bot.execution.safe.service.client import SafeService
from bot.execution.safe.service.requests import ServiceLimits
from bot.execution.safe.transaction import SafeTx, domain_hash
from sandbox.chain.account import Account
from sandbox.safe_service import SafeService as LoopbackService
from sandbox.safe_service.signatures import delegate_hash
from tests.chain.nodes.nodes import evm_chain
from tests.execution.treasury import Treasury, prepared

CHAIN = ChainId(31337)
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
QUICK = ServiceLimits(timeout=0.5, attempts=3, wait=0.01)
PAY = Action(CHAIN, TO, 10**18, "0x")
CALL = Action(CHAIN, TO, 0, "0xdeadbeef")


@dataclass(frozen=True)
class Desk:
    """The bot's end and the service's."""

    safes: Safes
    service: LoopbackService
    treasury: Treasury
    chain: EvmChain

    @property
    def key(self) -> str:
        """The one that proposes."""
        return "0x" + self.treasury.owners[2].key.key.hex()


@pytest.fixture
async def desk(treasury: Treasury, chain: EvmChain) -> AsyncIterator[Desk]:
    async with LoopbackService.serve(treasury.local.url) as service:
        client = SafeService(service.url, limits=QUICK)
        safes = Safes({CHAIN: chain}, {CHAIN: client}, "0x" + treasury.owners[2].key.key.hex())
        yield Desk(safes, service, treasury, chain)
        await safes.close()


TRANSACTIONS = st.builds(
    SafeTx,
    st.sampled_from([TO, Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]),
    st.integers(0, 2**256 - 1),
    st.binary(max_size=200),
    st.sampled_from(Operation),
    st.integers(0, 2**256 - 1),
)


@given(TRANSACTIONS, st.integers(1, 2**64))
def test_the_hash_is_eip_712_of_safetx(tx: SafeTx, chain: int) -> None:
    safe = Address("0x41675C099F32341bf84BFc5382aF534df5C7461a")
    domain = keccak(
        encode(
            ["bytes32", "uint256", "address"],
            [
                bytes.fromhex("47e79534a245952e8b16893a336b85a3d9ea9fa8c573f3d803afb92a79469218"),
                chain,
                safe,
            ],
        )
    )
    struct = keccak(
        encode(
            [
                *["bytes32", "address", "uint256", "bytes32", "uint8"],
                *["uint256", "uint256", "uint256", "address", "address", "uint256"],
            ],
            [
                bytes.fromhex("bb8310d486368db6bd6f849402fdd73ad53d316b5a4b2644ad6efe0f941286d8"),
                *[tx.to, tx.value, keccak(tx.data), int(tx.operation)],
                *[0, 0, 0, "0x" + "00" * 20, "0x" + "00" * 20, tx.nonce],
            ],
        )
    )
    assert tx.hash(ChainId(chain), safe) == keccak(b"\x19\x01" + domain + struct)
    assert (domain_hash(ChainId(chain), safe), tx.message_hash()) == (domain, struct)


@given(tx=TRANSACTIONS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_hash_equals_the_contracts(treasury: Treasury, tx: SafeTx) -> None:
    contracts = await treasury.safe.transaction_hash(tx.to, tx.value, tx.data, tx.operation, tx.nonce)
    assert tx.hash(CHAIN, treasury.address) == contracts


def test_a_transaction_is_made_of_plain_calls_only() -> None:
    delegated = replace(PAY, operation=Operation.DELEGATE_CALL)
    for actions in ([], [delegated], [PAY, delegated]):
        with pytest.raises(ValueError, match="plain calls"):
            SafeTx.making(actions, TO, 0)


async def test_the_state_of_a_safe_is_read_at_the_block(desk: Desk) -> None:
    at = await desk.chain.finalized()
    state = await read_state(desk.chain, desk.treasury.address, at)
    assert (state.version, state.threshold, state.nonce) == ("1.4.1", 2, 0)
    assert set(state.owners) == {owner.address for owner in desk.treasury.owners}
    assert (await desk.safes.check(desk.treasury.executor)).safe == state


async def test_what_is_no_safe_is_refused(desk: Desk) -> None:
    with pytest.raises(NotASafe):
        await desk.safes.check(SafeExecutor(chain=CHAIN, address=TO))
    with pytest.raises(WrongContract):
        await desk.safes.check(SafeExecutor(chain=CHAIN, address=Address(desk.treasury.folk.address)))


async def test_one_action_is_the_call_itself_and_several_are_a_batch(desk: Desk) -> None:
    at = await desk.chain.latest()
    one = await prepared(desk.safes, desk.treasury.executor, [PAY], ())
    assert (one.to, one.value, one.data, one.operation) == (TO, 10**18, "0x", 0)
    assert (one.nonce, one.threshold, one.since_block) == (0, 2, at.number)
    two = await prepared(desk.safes, desk.treasury.executor, [PAY, CALL], ())
    assert (two.to, two.value, two.operation) == (desk.treasury.safe.multisend_call_only, 0, 1)
    for asked in (one, two):
        contracts = await desk.treasury.safe.transaction_hash(
            asked.to, asked.value, bytes.fromhex(asked.data[2:]), asked.operation, asked.nonce
        )
        assert asked.safe_tx_hash == "0x" + contracts.hex()


async def test_a_batch_is_only_handed_to_safes_own_code(treasury: Treasury) -> None:
    """DELEGATECALL to an empty account succeeds and does nothing; to other code it may do anything."""
    for place in (TO, Address(treasury.registry.address)):
        async with evm_chain(treasury.local.url, multi_send=place) as chain:
            safes = Safes({CHAIN: chain})
            with pytest.raises(NoBatchContract) as refused:
                await prepared(safes, treasury.executor, [PAY, CALL], ())
            assert refused.value.address == place
            assert not (await safes.check(treasury.executor)).makes_several


async def test_a_contract_that_hashes_otherwise_stops_everything(desk: Desk) -> None:
    right = await prepared(desk.safes, desk.treasury.executor, [PAY], ())

    def forged(result: str) -> str:
        return result.replace(right.safe_tx_hash[2:], "ab" * 32)

    desk.treasury.local.faults.fail_next("eth_call", kind="lie", to=forged, times=1000)
    with pytest.raises(RequestMismatch):
        await prepared(desk.safes, desk.treasury.executor, [PAY], ())


async def test_the_nonce_follows_the_chain_and_all_that_waits_in_the_service(desk: Desk) -> None:
    first = await prepared(desk.safes, desk.treasury.executor, [PAY], ())
    await desk.safes.submit(desk.treasury.request(first), "folkmoot")
    second = await prepared(desk.safes, desk.treasury.executor, [CALL], ())
    await desk.safes.submit(desk.treasury.request(second), "folkmoot")
    third = await prepared(desk.safes, desk.treasury.executor, [PAY, CALL], ())
    assert [first.nonce, second.nonce, third.nonce] == [0, 1, 2]


async def test_the_nonce_is_the_first_that_none_of_our_own_has(desk: Desk) -> None:
    first = await prepared(desk.safes, desk.treasury.executor, [PAY], ())
    waiting = [dataclasses.replace(first, nonce=nonce) for nonce in (0, 1, 3, 10**15)]
    assert (await prepared(desk.safes, desk.treasury.executor, [PAY], waiting)).nonce == 2


async def test_a_transaction_is_proposed_once_however_often_it_is_handed_over(desk: Desk) -> None:
    asked = await prepared(desk.safes, desk.treasury.executor, [PAY], ())
    for _ in range(3):
        await desk.safes.submit(desk.treasury.request(asked), "folkmoot")
    (stored,) = desk.service.transactions(desk.treasury.address)
    assert stored["safeTxHash"] == asked.safe_tx_hash
    assert stored["proposer"] == desk.safes.proposer
    assert desk.service.requests["POST /api/v2/safes/{safe}/multisig-transactions/"] == 1


@pytest.mark.parametrize("status", [500, 503, 429, "timeout", "drop"])
@pytest.mark.parametrize("after", [False, True], ids=["lost-request", "lost-answer"])
async def test_a_lost_proposal_is_looked_for_before_it_is_made_again(
    desk: Desk, status: int | str, after: bool
) -> None:
    asked = await prepared(desk.safes, desk.treasury.executor, [PAY], ())
    desk.service.faults.fail_next("POST", "multisig-transactions", status=status, after=after)
    # For the answers that do come, the time is short: they may be asked for a few times more.
    limits = replace(QUICK, timeout=0.2, attempts=10) if status == "timeout" else QUICK
    safes = Safes({CHAIN: desk.chain}, {CHAIN: SafeService(desk.service.url, limits=limits)}, desk.key)
    await safes.submit(desk.treasury.request(asked), "folkmoot")
    await safes.close()
    assert len(desk.service.transactions(desk.treasury.address)) == 1
    made = desk.service.requests["POST /api/v2/safes/{safe}/multisig-transactions/"]
    assert made == (1 if after else 2)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_service_that_stays_silent_is_unavailable(desk: Desk, method: str) -> None:
    asked = await prepared(desk.safes, desk.treasury.executor, [PAY], ())
    desk.service.faults.fail_next(method, "multisig-transactions", status=503, times=1000)
    with pytest.raises(ServiceUnavailable):
        await desk.safes.submit(desk.treasury.request(asked), "folkmoot")


async def test_a_refusal_comes_with_the_services_reason(desk: Desk) -> None:
    stranger = Safes(
        {CHAIN: desk.chain}, {CHAIN: SafeService(desk.service.url, limits=QUICK)}, "0x" + "01" * 32
    )
    asked = await prepared(stranger, desk.treasury.executor, [PAY], ())
    with pytest.raises(ServiceRefused) as refused:
        await stranger.submit(desk.treasury.request(asked), "folkmoot")
    assert refused.value.status in (400, 422)
    assert "delegate" in refused.value.why.lower() or "owner" in refused.value.why.lower()
    await stranger.close()


async def test_a_token_is_carried_and_never_shown(treasury: Treasury, chain: EvmChain) -> None:
    async with LoopbackService.serve(treasury.local.url, api_key="s3cr3t") as service:
        good, bad = (SafeService(service.url, token, limits=QUICK) for token in ("s3cr3t", "wr0ng"))
        assert await good.queue(treasury.address, 0) == []
        with pytest.raises(ServiceRefused) as refused:
            await bad.queue(treasury.address, 0)
        assert refused.value.status == 401
        assert "wr0ng" not in f"{refused.value!r} {bad!r}"
        await good.close()
        await bad.close()


@pytest.mark.attack("database")
@pytest.mark.parametrize("count", [1, 2])
async def test_a_stored_transaction_of_other_calls_is_not_what_was_voted_on_however_right_its_hash_is(
    desk: Desk, count: int
) -> None:
    safes, executor = desk.safes, desk.treasury.executor
    voted, other = [PAY] * count, [replace(PAY, value=PAY.value + 1)] * count
    await safes.require_voted(desk.treasury.request(await prepared(safes, executor, voted, ())), voted)
    swapped = desk.treasury.request(await prepared(safes, executor, other, ()))
    with pytest.raises(RequestMismatch):
        await safes.require_voted(swapped, voted)


@pytest.mark.attack("database")
async def test_a_stored_batch_that_another_contract_would_make_is_not_what_was_voted_on(desk: Desk) -> None:
    """The Safe calls it by DELEGATECALL."""
    safes, actions = desk.safes, [PAY, PAY]
    asked = await prepared(safes, desk.treasury.executor, actions, ())
    moved = dataclasses.replace(asked, to=Address(desk.treasury.owners[0].address))
    hashed = SafeTx.of(moved).hash(CHAIN, desk.treasury.address)
    with pytest.raises(RequestMismatch):
        await safes.require_voted(
            desk.treasury.request(
                dataclasses.replace(moved, safe_tx_hash=TransactionHash("0x" + hashed.hex()))
            ),
            actions,
        )


@pytest.mark.attack("database")
async def test_a_stored_transaction_that_was_changed_is_never_signed(desk: Desk) -> None:
    asked = await prepared(desk.safes, desk.treasury.executor, [PAY], ())
    for changed in (
        dataclasses.replace(asked, value=2),
        dataclasses.replace(asked, nonce=7),
        dataclasses.replace(asked, operation=1),
    ):
        with pytest.raises(RequestMismatch):
            await desk.safes.submit(desk.treasury.request(changed), "folkmoot")
    assert desk.service.transactions(desk.treasury.address) == []


async def test_without_a_service_nothing_is_sent_and_the_owners_approve_on_chain(
    treasury: Treasury, chain: EvmChain
) -> None:
    safes = Safes({CHAIN: chain})
    asked = await prepared(safes, treasury.executor, [PAY], ())
    await safes.submit(treasury.request(asked), "folkmoot")
    owner = treasury.owners[1]
    await treasury.local.fund(owner, 10**18)
    instructions = await safes.instructions(treasury.request(asked))
    assert instructions.owners == tuple(each.address for each in treasury.owners)
    assert instructions.approval is not None
    halves = bytes.fromhex(instructions.domain_hash[2:] + instructions.message_hash[2:])
    assert asked.safe_tx_hash == "0x" + keccak(b"\x19\x01" + halves).hex()
    data = bytes.fromhex(instructions.approval[2:])
    await treasury.local.send(owner, treasury.address, 0, data)
    await treasury.local.mine(2)
    progress = await safes.progress(treasury.request(asked), ask=True)
    assert [each.owner for each in progress.confirmations] == [owner.address]
    check = await safes.check(treasury.executor)
    assert (check.has_service, check.may_propose, check.reachable) == (False, False, True)


async def test_a_silent_chain_prepares_nothing(desk: Desk) -> None:
    desk.treasury.local.faults.fail_next("eth_call", kind="500", times=1000)
    with pytest.raises(ChainUnavailable):
        await prepared(desk.safes, desk.treasury.executor, [PAY], ())


async def test_owners_and_their_delegates_may_propose(desk: Desk) -> None:
    check = await desk.safes.check(desk.treasury.executor)
    assert (check.has_service, check.may_propose, check.proposer) == (True, True, desk.safes.proposer)
    client = SafeService(desk.service.url, limits=QUICK)
    stranger = Safes({CHAIN: desk.chain}, {CHAIN: client}, "0x" + "01" * 32)
    assert stranger.proposer is not None
    assert not (await stranger.check(desk.treasury.executor)).may_propose
    await _delegate(desk, desk.treasury.local.account("no owner"), stranger.proposer, expected=400)
    assert not (await stranger.check(desk.treasury.executor)).may_propose
    await _delegate(desk, desk.treasury.owners[0], stranger.proposer, expected=201)
    assert (await stranger.check(desk.treasury.executor)).may_propose
    asked = await prepared(stranger, desk.treasury.executor, [PAY], ())
    await stranger.submit(desk.treasury.request(asked), "folkmoot")
    (stored,) = desk.service.transactions(desk.treasury.address)
    assert stored["proposedByDelegate"] == stranger.proposer
    await stranger.close()


async def _delegate(desk: Desk, owner: Account, delegate: Address, expected: int) -> None:
    """The owner lets somebody propose for them."""
    hour = int(datetime.now(UTC).timestamp()) // 3600
    signature = owner.key.unsafe_sign_hash(delegate_hash(CHAIN, delegate, hour)).signature
    body = {
        "safe": desk.treasury.address,
        "delegate": delegate,
        "delegator": owner.address,
        "signature": "0x" + signature.hex(),
        "label": "folkmoot",
    }
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{desk.service.url}/v2/delegates/", json=body) as answer,
    ):
        assert answer.status == expected, await answer.text()
