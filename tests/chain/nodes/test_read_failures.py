"""A read fails for now, and is tried again, or for good, and never will succeed at that block."""

from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from bot.domain.blocks import Undetermined, Value
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, ChainId
from bot.domain.power import Erc20
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from tests.chain.nodes.nodes import PATIENT, evm_chain, nodes

CHAIN = ChainId(31337)
FOR_EVER = 10_000
PRUNED = "missing trie node 5a1f (path ) state 0x5a1f is not available"

REVERTS, PANICS, BURNS, NOTHING, SHORT, LONG = 1, 2, 3, 4, 5, 6
"""What HostileToken does to a victim."""


@pytest.fixture
async def local() -> AsyncIterator[LocalChain]:
    async with LocalChain.serve() as local:
        yield local


@pytest.fixture
async def hostile(local: LocalChain) -> Contract:
    token = await local.deploy("HostileToken")
    await token.send("setVictims", [victim(local)], sender=local.deployer)
    await local.mine(12)
    return token


def victim(local: LocalChain) -> Address:
    return Address(local.account("victim").address)


def source(token: Contract) -> Erc20:
    return Erc20(chain=CHAIN, contract=Address(token.address))


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    ("mode", "failure"),
    [
        pytest.param(REVERTS, ReadFailure.REVERTED, id="reverts"),
        pytest.param(PANICS, ReadFailure.REVERTED, id="panics"),
        pytest.param(BURNS, ReadFailure.OUT_OF_GAS, id="burns its gas"),
        pytest.param(NOTHING, ReadFailure.NO_NUMBER, id="gives nothing"),
        pytest.param(SHORT, ReadFailure.NO_NUMBER, id="gives too few bytes"),
        pytest.param(LONG, ReadFailure.NO_NUMBER, id="gives too many bytes"),
    ],
)
async def test_a_contract_that_refuses_a_wallet_fails_for_good(
    local: LocalChain, hostile: Contract, mode: int, failure: ReadFailure
) -> None:
    await hostile.send("setMode", mode, sender=local.deployer)
    await local.mine(2)
    async with evm_chain(local.url) as chain:
        (reading,) = await chain.powers([(source(hostile), victim(local))], await chain.finalized())
    assert isinstance(reading, Undetermined)
    assert (reading.failure, reading.for_good) == (failure, True)


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("kind", ["timeout", "drop", "429", "500", "garbage", "error"])
async def test_a_node_that_gives_no_answer_fails_for_now(
    local: LocalChain, hostile: Contract, kind: str
) -> None:
    # One of the two answers, and is to be heard on a busy machine, too.
    limits = replace(PATIENT, timeout=0.5) if kind == "timeout" else PATIENT
    async with nodes(local, 2) as (good, bad), evm_chain(good.url, bad.url, limits=limits) as chain:
        at = await chain.finalized()
        bad.faults.fail_next("eth_call", kind=kind, times=FOR_EVER)
        (reading,) = await chain.powers([(source(hostile), victim(local))], at)
    assert isinstance(reading, Undetermined)
    assert (reading.failure, reading.for_good) == (ReadFailure.NO_ANSWER, False)


async def test_state_that_every_endpoint_has_pruned_fails_for_good(
    local: LocalChain, hostile: Contract
) -> None:
    async with nodes(local, 3) as given, evm_chain(*(each.url for each in given)) as chain:
        at = await chain.finalized()
        for each in given:
            each.faults.fail_next("eth_call", kind="error", to=PRUNED, times=FOR_EVER)
        (reading,) = await chain.powers([(source(hostile), victim(local))], at)
    assert isinstance(reading, Undetermined)
    assert (reading.failure, reading.for_good) == (ReadFailure.PRUNED, True)


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("other", ["500", "error"])
async def test_state_that_one_endpoint_may_still_have_fails_for_now(
    local: LocalChain, hostile: Contract, other: str
) -> None:
    async with nodes(local, 3) as given, evm_chain(*(each.url for each in given)) as chain:
        at = await chain.finalized()
        for each in given[:2]:
            each.faults.fail_next("eth_call", kind="error", to=PRUNED, times=FOR_EVER)
        given[2].faults.fail_next("eth_call", kind=other, times=FOR_EVER)
        (reading,) = await chain.powers([(source(hostile), victim(local))], at)
    assert isinstance(reading, Undetermined)
    assert not reading.for_good


@pytest.mark.attack("rpc")
async def test_one_endpoint_that_calls_state_pruned_takes_nobodys_power(
    local: LocalChain, hostile: Contract
) -> None:
    async with nodes(local, 3) as given, evm_chain(*(each.url for each in given)) as chain:
        at = await chain.finalized()
        given[0].faults.fail_next("eth_call", kind="error", to=PRUNED, times=FOR_EVER)
        assert await chain.powers([(source(hostile), victim(local))], at) == [Value(0)]


@pytest.mark.attack("rpc")
async def test_a_node_that_loses_its_contracts_for_a_while_fails_for_now(
    local: LocalChain, hostile: Contract
) -> None:
    async with nodes(local, 1) as (node,), evm_chain(node.url) as chain:
        at = await chain.finalized()
        asked = [(source(hostile), victim(local))]
        assert await chain.powers(asked, at) == [Value(0)]
        node.faults.fail_next("eth_call", kind="empty", times=FOR_EVER)
        (reading,) = await chain.powers(asked, at)
        assert isinstance(reading, Undetermined)
        assert not reading.for_good
        node.faults.clear()
        assert await chain.powers(asked, at) == [Value(0)]
