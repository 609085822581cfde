"""What a Safe's calls would do is tried out before anybody signs them: all of them, in their order, as the Safe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.executors import CallFails, NotTried
from bot.domain.ids import Address, ChainId
from bot.execution.actions.abi import function
from bot.execution.safe.safes import Safes
from bot.execution.safe.simulation import told
from bot.wording.executors.safe import SafeWords
from bot.wording.language import language
from tests.chain.nodes.nodes import evm_chain
from tests.execution.treasury import Treasury, prepared

CHAIN = ChainId(31337)
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
TRANSFER = function("transfer(address to, uint256 amount)")
APPROVE = function("approve(address spender, uint256 amount)")
TRANSFER_FROM = function("transferFrom(address from, address to, uint256 amount)")
FOLK, COINS = 10**21, 10**19
"""What the treasury holds."""


VERSIONS = {"SafeV130": "1.3.0", "Safe": "1.4.1", "SafeV150": "1.5.0"}
"""Of the sandbox's contracts."""
of_each_version = pytest.mark.parametrize("treasury", VERSIONS, ids=VERSIONS.values(), indirect=True)


def pays(value: int) -> Action:
    return Action(CHAIN, TO, value, "0x")


def sends(treasury: Treasury, amount: int) -> Action:
    return Action(CHAIN, Address(treasury.folk.address), 0, "0x" + TRANSFER.encode([TO, amount]).hex())


async def tried(treasury: Treasury, chain: EvmChain, *actions: Action) -> object:
    return await Safes({CHAIN: chain}, {}).stopped_by(treasury.executor, actions)


async def executed(treasury: Treasury, chain: EvmChain, *actions: Action) -> bool:
    """Whether the Safe makes the calls when its owners have signed them."""
    safes, safe = Safes({CHAIN: chain}, {}), treasury.safe
    wanted = await prepared(safes, treasury.executor, actions)
    data = bytes.fromhex(wanted.data[2:])
    digest = await safe.transaction_hash(wanted.to, wanted.value, data, wanted.operation)
    signatures = [safe.sign(owner, digest) for owner in treasury.owners[: safe.threshold]]
    try:
        await safe.execute(
            wanted.to,
            wanted.value,
            data,
            wanted.operation,
            signatures=signatures,
            sender=treasury.local.deployer,
        )
    except Exception:  # noqa: BLE001 - whatever the node calls a revert
        return False
    return True


@pytest.mark.parametrize(("treasury", "version"), VERSIONS.items(), indirect=["treasury"])
async def test_trials_are_made_on_the_versions_of_the_safe_that_are_in_use(
    treasury: Treasury, version: str
) -> None:
    assert await treasury.safe.contract.call("VERSION") == version


@of_each_version
@pytest.mark.parametrize("calls", [1, 2, 20])
async def test_calls_that_would_be_made_are_not_warned_of(
    treasury: Treasury, chain: EvmChain, calls: int
) -> None:
    assert await tried(treasury, chain, *[sends(treasury, FOLK // calls)] * calls) is None
    assert await tried(treasury, chain, *[pays(COINS // calls)] * calls) is None


@of_each_version
@pytest.mark.parametrize("place", [1, 2, 3, 5])
async def test_the_first_call_that_would_fail_is_named(
    treasury: Treasury, chain: EvmChain, place: int
) -> None:
    actions = [sends(treasury, 1)] * 5
    actions[place - 1] = sends(treasury, FOLK + 1)
    found = await tried(treasury, chain, *actions)
    assert isinstance(found, CallFails)
    assert (found.number, found.calls) == (place, 5)
    assert "ERC20InsufficientBalance" in found.reason
    assert not await executed(treasury, chain, *actions)


@of_each_version
async def test_each_call_is_tried_after_those_before_it(treasury: Treasury, chain: EvmChain) -> None:
    """Each alone would be made; what the first takes, the second lacks; what the first allows, the second takes."""
    half = sends(treasury, FOLK // 2 + 1)
    found = await tried(treasury, chain, half, half)
    assert isinstance(found, CallFails)
    assert found.number == 2
    folk = Address(treasury.folk.address)
    allows = Action(CHAIN, folk, 0, "0x" + APPROVE.encode([treasury.address, 7]).hex())
    takes = Action(CHAIN, folk, 0, "0x" + TRANSFER_FROM.encode([treasury.address, TO, 7]).hex())
    assert await tried(treasury, chain, allows, takes) is None
    assert isinstance(await tried(treasury, chain, takes, allows), CallFails)


@of_each_version
@pytest.mark.parametrize("wei", [0, COINS, COINS + 1])
async def test_what_is_said_of_a_trial_is_what_the_safe_does(
    treasury: Treasury, chain: EvmChain, wei: int
) -> None:
    refusal = await tried(treasury, chain, pays(wei))
    assert await executed(treasury, chain, pays(wei)) is (refusal is None)


@of_each_version
async def test_where_several_calls_can_not_be_made_nothing_is_tried_and_that_is_said(
    treasury: Treasury,
) -> None:
    nowhere = Address("0x" + "77" * 20)
    async with evm_chain(treasury.local.url, multi_send=nowhere) as chain:
        found = await tried(treasury, chain, pays(COINS + 1))
    assert found == NotTried()
    assert "could not be tried out" in SafeWords().refused(NotTried(), language())


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    "answer",
    [
        "0x",
        "0x01",
        "0x" + "00" * 31 + "02" + "00" * 32,
        "0x" + "00" * 31 + "01" + "00" * 31 + "01",
        "0x" + "ff" * 64,
    ],
)
def test_an_answer_that_is_none_is_no_trial(answer: str) -> None:
    assert told(bytes.fromhex(answer[2:])) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_the_answer_of_a_trial_or_none(given: bytes) -> None:
    found = told(given)
    if found is not None:
        rest = given[64:]
        assert given == int(found).to_bytes(32, "big") + len(rest).to_bytes(32, "big") + rest


def test_what_would_fail_is_said_with_the_contracts_word_made_harmless() -> None:
    words = SafeWords()
    assert "action 2 would fail" in words.refused(CallFails(2, 5, "no @everyone"), language())
    assert "no @everyone" in words.refused(CallFails(2, 5, "no @everyone"), language())
    assert "Executed now, it would fail" in words.refused(CallFails(1, 1, ""), language())
