"""Nodes fail in every way; what comes out is right, undetermined, or says that the chain is unavailable."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.chain.nodes.limits import Limits
from bot.domain.blocks import BlockRef, Undetermined, Value
from bot.domain.errors import ChainUnavailable
from bot.domain.errors.outside import FinalityStandsStill
from bot.domain.ids import Address, ChainId
from bot.domain.power import Erc20, Erc20Votes
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from tests.chain.nodes.nodes import (
    PATIENT,
    evm_chain,
    introduced,
    limits_for,
    node,
    node_without_batches,
    nodes,
)

CHAIN = ChainId(31337)
PEOPLE = 6
FOR_EVER = 10_000
ATTENTIVE = replace(PATIENT, timeout=0.5, attempts=5)
"""So that one lost answer costs little time, and a busy machine is heard all the same."""
FAULTS = ["timeout", "drop", "429", "500", "garbage", "error", "empty", "stale", "wrong_block"]


@pytest.fixture
async def local() -> AsyncIterator[LocalChain]:
    async with LocalChain.serve() as local:
        yield local


@pytest.fixture
async def folk(local: LocalChain) -> Contract:
    token = await local.deploy("VotesToken", "Folk", "FOLK")
    await token.send(
        "airdrop", wallets(local), [100 + number for number in range(PEOPLE)], True, sender=local.deployer
    )
    await local.mine(12)
    return token


@pytest.fixture
async def calm(local: LocalChain) -> AsyncIterator[EvmChain]:
    async with evm_chain(local.url) as chain:
        yield chain


def wallets(local: LocalChain) -> list[Address]:
    return [Address(local.account(f"person {number}").address) for number in range(PEOPLE)]


async def powers(chain: EvmChain, local: LocalChain, folk: Contract, at: BlockRef) -> list[object]:
    source = Erc20Votes(chain=CHAIN, contract=Address(folk.address))
    return list(await chain.powers([(source, wallet) for wallet in wallets(local)], at))


TRUE_POWERS = [Value(100 + number) for number in range(PEOPLE)]


# -- one node ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FAULTS)
async def test_a_fault_that_passes_leaves_power_right_or_undetermined(
    local: LocalChain, calm: EvmChain, folk: Contract, kind: str
) -> None:
    async with evm_chain(local.url, limits=ATTENTIVE) as chain:
        at = await chain.finalized()
        local.faults.fail_next("eth_call", kind=kind)
        readings = await powers(chain, local, folk, at)
    for reading, true in zip(readings, TRUE_POWERS, strict=True):
        assert reading == true or isinstance(reading, Undetermined)
    local.faults.clear()
    assert await powers(calm, local, folk, at) == TRUE_POWERS


@pytest.mark.parametrize("kind", FAULTS)
async def test_a_fault_that_stays_leaves_power_undetermined_or_the_chain_unavailable(
    local: LocalChain, folk: Contract, kind: str
) -> None:
    async with evm_chain(local.url, limits=limits_for(kind)) as chain:
        at = await introduced(chain)
        local.faults.fail_next("eth_call", kind=kind, times=FOR_EVER)
        try:
            readings = await powers(chain, local, folk, at)
        except ChainUnavailable:
            return
    for reading, true in zip(readings, TRUE_POWERS, strict=True):
        assert reading == true or isinstance(reading, Undetermined)


@pytest.mark.parametrize("kind", ["timeout", "drop", "429", "500", "garbage", "error", "empty"])
async def test_a_node_that_stays_silent_makes_blocks_unavailable(
    local: LocalChain, folk: Contract, kind: str
) -> None:
    local.faults.fail_next("eth_getBlockByNumber", kind=kind, times=FOR_EVER)
    async with evm_chain(local.url, limits=limits_for(kind)) as chain:
        with pytest.raises(ChainUnavailable):
            await chain.finalized()


@pytest.mark.parametrize("kind", ["timeout", "drop", "429", "500", "garbage"])
async def test_a_lost_answer_is_asked_for_again(local: LocalChain, folk: Contract, kind: str) -> None:
    async with evm_chain(local.url, limits=ATTENTIVE) as chain:
        true = await chain.finalized()
        local.faults.fail_next("*", kind=kind)
        assert await chain.finalized() == true


async def test_a_head_that_goes_back_is_a_lagging_node(
    local: LocalChain, calm: EvmChain, folk: Contract
) -> None:
    await calm.finalized()
    local.faults.fail_next("eth_getBlockByNumber", kind="stale", to=4)
    with pytest.raises(ChainUnavailable, match="lags"):
        await calm.finalized()


async def test_a_finalized_block_that_is_too_old_is_a_fault(local: LocalChain, folk: Contract) -> None:
    async with evm_chain(local.url, stale_after=timedelta(hours=1)) as chain:
        final = await chain.finalized()
        assert await chain.finalized(final.time + timedelta(minutes=59)) == final
        with pytest.raises(ChainUnavailable) as refused:
            await chain.finalized(final.time + timedelta(minutes=61))
    assert refused.value.unread == FinalityStandsStill(final.number, final.timestamp)


async def test_another_block_than_the_one_asked_for_is_no_answer(
    local: LocalChain, calm: EvmChain, folk: Contract
) -> None:
    local.faults.fail_next("eth_getBlockByNumber", kind="wrong_block")
    with pytest.raises(ChainUnavailable, match="instead"):
        await calm.block(5)


async def test_answers_for_another_block_are_found_out_by_its_time(
    local: LocalChain, calm: EvmChain, folk: Contract
) -> None:
    at = await calm.finalized()
    local.faults.fail_next("eth_call", kind="wrong_block")
    for reading in await powers(calm, local, folk, at):
        assert reading == Undetermined("the node answered for another block")


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("kind", ["error", "empty"])
async def test_a_node_that_does_not_say_which_chain_it_serves_is_asked_again(
    local: LocalChain, kind: str
) -> None:
    local.faults.fail_next("eth_chainId", kind=kind)
    async with evm_chain(local.url) as chain:
        assert await chain.latest()
    asked = local.faults.requests["eth_chainId"]
    local.faults.fail_next("eth_chainId", kind=kind, times=100)
    async with evm_chain(local.url) as chain:
        with pytest.raises(ChainUnavailable, match="eth_chainId"):
            await chain.latest()
    assert local.faults.requests["eth_chainId"] == asked + PATIENT.attempts


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("kind", ["500", "drop"])
async def test_a_node_that_fails_is_asked_for_its_chain_as_often_as_for_all_else(
    local: LocalChain, kind: str
) -> None:
    asked = local.faults.requests["eth_chainId"]
    local.faults.fail_next("eth_chainId", kind=kind, times=100)
    async with evm_chain(local.url) as chain:
        with pytest.raises(ChainUnavailable):
            await chain.latest()
    assert local.faults.requests["eth_chainId"] == asked + PATIENT.attempts


async def test_a_node_of_another_chain_is_never_believed(local: LocalChain, folk: Contract) -> None:
    async with evm_chain(local.url) as chain, LocalChain.serve(chain_id=5) as other:
        at = await chain.finalized()
        await other.mine(3)
        async with evm_chain(other.url) as wrong:
            with pytest.raises(ChainUnavailable, match="serves chain"):
                await wrong.finalized()
            with pytest.raises(ChainUnavailable, match="serves chain"):
                await powers(wrong, local, folk, at)


async def test_a_node_of_another_chain_is_not_believed_by_those_who_ask_at_the_same_time(
    local: LocalChain,
) -> None:
    async with LocalChain.serve(chain_id=5) as other, evm_chain(other.url) as wrong:
        answers = await asyncio.gather(*(wrong.latest() for _ in range(5)), return_exceptions=True)
    assert all(isinstance(answer, ChainUnavailable) for answer in answers)


async def test_how_old_a_state_the_nodes_have_is_found_out(
    local: LocalChain, calm: EvmChain, folk: Contract
) -> None:
    await local.mine(140)
    at = await calm.latest()
    assert await calm.history_depth(at) is None
    local.prune(keep=130)
    assert await calm.history_depth(at) == 128
    local.prune(keep=2)
    assert await calm.history_depth(at) == 1
    local.prune(keep=0)
    with pytest.raises(ChainUnavailable):
        await calm.history_depth(at)


async def test_pruned_state_is_undetermined(local: LocalChain, calm: EvmChain, folk: Contract) -> None:
    at = await calm.block(3)
    local.prune(keep=4)
    assert all(isinstance(reading, Undetermined) for reading in await powers(calm, local, folk, at))


async def test_code_that_a_node_has_lost_is_not_taken_for_an_empty_account(
    local: LocalChain, calm: EvmChain, folk: Contract
) -> None:
    at = await calm.finalized()
    local.faults.fail_next("eth_getCode", kind="empty")
    with pytest.raises(ChainUnavailable):
        await calm.check_source(Erc20(chain=CHAIN, contract=Address(folk.address)), at)


async def test_a_node_without_block_hashes_is_asked_by_number(local: LocalChain, folk: Contract) -> None:
    async with node(local, takes_block_hashes=False) as old, evm_chain(old.url) as chain:
        at = await chain.finalized()
        assert await powers(chain, local, folk, at) == TRUE_POWERS
        assert await chain.has_code(Address(folk.address), at)


async def test_by_number_a_chain_that_changed_meanwhile_is_noticed(local: LocalChain, folk: Contract) -> None:
    async with node(local, takes_block_hashes=False) as old, evm_chain(old.url) as chain:
        at = await chain.latest()
        assert await powers(chain, local, folk, at) == TRUE_POWERS
        await local.reorg(3)
        await local.mine(3)
        assert all(isinstance(reading, Undetermined) for reading in await powers(chain, local, folk, at))


async def test_a_node_without_batches_is_asked_one_by_one(local: LocalChain, folk: Contract) -> None:
    async with (
        node_without_batches(local) as url,
        evm_chain(url, limits=Limits(chunk=2)) as chain,
    ):
        assert await powers(chain, local, folk, await chain.finalized()) == TRUE_POWERS


async def test_a_chain_without_multicall_is_read_by_plain_calls(local: LocalChain, folk: Contract) -> None:
    async with node(local, multicall=False) as plain, evm_chain(plain.url) as chain:
        assert await powers(chain, local, folk, await chain.finalized()) == TRUE_POWERS


@pytest.mark.parametrize(
    "message", ["out of gas", "response size exceeded the limit", "query timeout exceeded"]
)
async def test_an_aggregate_that_is_too_much_is_halved(
    local: LocalChain, calm: EvmChain, folk: Contract, message: str
) -> None:
    at = await calm.finalized()
    local.faults.fail_next("eth_call", kind="error", to=message, times=3)
    assert await powers(calm, local, folk, at) == TRUE_POWERS


async def test_a_call_that_burns_all_gas_spoils_no_other(
    local: LocalChain, calm: EvmChain, folk: Contract
) -> None:
    hostile = await local.deploy("HostileToken")
    victim = wallets(local)[1]
    await hostile.send("setVictims", [victim], sender=local.deployer)
    await hostile.send("setMode", 3, sender=local.deployer)
    await local.mine(2)
    async with node(local) as bounded, evm_chain(bounded.url) as chain:
        at = await chain.finalized()
        good = Erc20(chain=CHAIN, contract=Address(folk.address))
        bad = Erc20(chain=CHAIN, contract=Address(hostile.address))
        before, burning, after = await chain.powers(
            [(good, wallets(local)[0]), (bad, victim), (good, wallets(local)[2])], at
        )
    assert (before, after) == (Value(100), Value(102))
    assert isinstance(burning, Undetermined)
    # Whether it reads at invented hashes; the aggregate, its halves, the halves of one; and one with nothing in it.
    assert bounded.faults.requests["eth_call"] == 7


async def test_a_chain_whose_tag_is_unknown_says_so(local: LocalChain, folk: Contract) -> None:
    local.faults.fail_next("eth_getBlockByNumber", kind="error", to="unknown block tag", times=FOR_EVER)
    async with evm_chain(local.url) as chain:
        with pytest.raises(ChainUnavailable, match="unknown block tag"):
            await chain.finalized()


async def test_the_secret_in_an_address_is_never_told(local: LocalChain) -> None:
    chain = evm_chain("http://127.0.0.1:9/v3/s3cr3t")
    with pytest.raises(ChainUnavailable) as refused:
        await chain.latest()
    assert "s3cr3t" not in f"{refused.value!r} {refused.value} {chain.config!r}"
    await chain.close()


# -- several nodes ----------------------------------------------------------------------------------------------


async def test_two_of_three_nodes_outvote_a_liar(local: LocalChain, folk: Contract) -> None:
    async with nodes(local, 3) as given:
        for liar in range(3):
            async with evm_chain(*(each.url for each in given)) as chain:
                at = await chain.finalized()
                given[liar].faults.fail_next("eth_call", kind="lie", times=FOR_EVER)
                assert await powers(chain, local, folk, at) == TRUE_POWERS
                given[liar].faults.clear()


async def test_a_lie_about_one_wallet_leaves_the_others_determined(local: LocalChain, folk: Contract) -> None:
    def richer(result: str) -> str:
        """The third wallet's 102 becomes 255."""
        return result.replace(f"{102:064x}", f"{255:064x}")

    async with nodes(local, 2) as (honest, liar), evm_chain(honest.url, liar.url) as chain:
        at = await chain.finalized()
        liar.faults.fail_next("eth_call", kind="lie", to=richer)
        readings = await powers(chain, local, folk, at)
    assert isinstance(readings[2], Undetermined)
    assert readings[:2] + readings[3:] == TRUE_POWERS[:2] + TRUE_POWERS[3:]


async def test_two_nodes_that_contradict_each_other_leave_power_undetermined(
    local: LocalChain, folk: Contract
) -> None:
    def another(result: str) -> str:
        return result.replace(f"{101:064x}", f"{1:064x}")

    async with nodes(local, 2) as (honest, liar), evm_chain(honest.url, liar.url) as chain:
        at = await chain.finalized()
        liar.faults.fail_next("eth_call", kind="lie", to=another, times=FOR_EVER)
        first, second, *others = await powers(chain, local, folk, at)
    assert second == Undetermined("the endpoints contradict each other")
    assert [first, *others] == [TRUE_POWERS[0], *TRUE_POWERS[2:]]


async def test_two_nodes_are_not_enough_when_one_is_silent(local: LocalChain, folk: Contract) -> None:
    async with nodes(local, 2) as (awake, silent), evm_chain(awake.url, silent.url) as chain:
        at = await chain.finalized()
        silent.faults.fail_next("*", kind="500", times=FOR_EVER)
        assert all(isinstance(reading, Undetermined) for reading in await powers(chain, local, folk, at))
        with pytest.raises(ChainUnavailable):
            await chain.finalized()


async def test_two_of_three_nodes_do_without_a_silent_one(local: LocalChain, folk: Contract) -> None:
    readings: list[object] = []
    async with nodes(local, 3) as given:
        given[0].faults.fail_next("*", kind="timeout", times=FOR_EVER)
        # On a busy machine those that answer may need longer.
        for timeout in (0.1, 1.0, 10.0):
            limits = replace(PATIENT, timeout=timeout, attempts=1)
            async with evm_chain(*(each.url for each in given), limits=limits) as chain:
                with suppress(ChainUnavailable):
                    readings = await powers(chain, local, folk, await chain.finalized())
            if readings == TRUE_POWERS:
                break
    assert readings == TRUE_POWERS


async def test_a_node_that_failed_is_asked_last_for_a_while(local: LocalChain, folk: Contract) -> None:
    async with nodes(local, 3) as given, evm_chain(*(each.url for each in given)) as chain:
        at = await chain.finalized()
        given[0].faults.fail_next("eth_call", kind="500", times=FOR_EVER)
        await powers(chain, local, folk, at)
        given[0].faults.clear()
        given[0].faults.requests.clear()
        assert await powers(chain, local, folk, at) == TRUE_POWERS
        assert given[0].faults.requests["eth_call"] == 0


async def test_a_silent_node_does_not_hold_up_every_look_at_the_head(
    local: LocalChain, folk: Contract
) -> None:
    async with nodes(local, 3) as given, evm_chain(*(each.url for each in given)) as chain:
        given[1].faults.fail_next("*", kind="500", times=FOR_EVER)
        await chain.finalized()
        given[1].faults.requests.clear()
        await chain.finalized()
        assert given[1].faults.requests.total() == 0


async def test_a_node_ahead_of_the_others_does_not_decide_what_is_final(
    local: LocalChain, folk: Contract
) -> None:
    async with (
        node(local, finality=6) as slow,
        node(local, finality=6) as another,
        node(local, finality=0) as fast,
        evm_chain(slow.url, another.url, fast.url) as chain,
    ):
        head = await local.block()
        assert (await chain.finalized()).number == head.number - 6


async def test_a_stale_node_does_not_hold_the_others_back(local: LocalChain, folk: Contract) -> None:
    async with nodes(local, 3) as given, evm_chain(*(each.url for each in given)) as chain:
        given[0].faults.fail_next("eth_getBlockByNumber", kind="stale", to=9, times=FOR_EVER)
        head = await local.block()
        assert (await chain.finalized()).number == head.number - 2


async def test_nodes_on_different_forks_agree_on_no_block(local: LocalChain, folk: Contract) -> None:
    def fork(block: dict[str, object]) -> dict[str, object]:
        return {**block, "hash": "0x" + "ab" * 32}

    async with nodes(local, 2) as (one, forked), evm_chain(one.url, forked.url) as chain:
        forked.faults.fail_next("eth_getBlockByNumber", kind="lie", to=fork, times=FOR_EVER)
        with pytest.raises(ChainUnavailable, match="contradict"):
            await chain.finalized()


async def test_more_agreement_than_endpoints_is_a_wrong_configuration() -> None:
    with pytest.raises(ValueError, match="can't agree"):
        evm_chain("http://127.0.0.1:9", agreement=2)
    with pytest.raises(ValueError, match="can't agree"):
        evm_chain()


async def test_a_silent_chain_is_given_up_after_the_time_it_has(local: LocalChain) -> None:
    limits = Limits(timeout=30, total=0.3, attempts=1)
    local.faults.fail_next("*", kind="timeout", times=FOR_EVER)
    began = datetime.now(UTC)
    async with evm_chain(local.url, limits=limits) as chain:
        with pytest.raises(ChainUnavailable, match="no answer within"):
            await chain.latest()
    assert datetime.now(UTC) - began < timedelta(seconds=5)
    local.faults.clear()
