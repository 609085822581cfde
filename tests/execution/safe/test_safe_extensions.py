"""Guards and modules of a Safe are seen, and a guard that would stop a transaction is heard before it is asked for."""

import pytest

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.errors import NoCode, WrongContract
from bot.domain.executors import GuardRefusal, SafeExecutor
from bot.domain.ids import Address, ChainId
from bot.execution.safe.safes import Safes
from bot.wording.executors.safe import SafeWords
from bot.wording.language import language
from sandbox.chain.contract import Contract
from tests.execution.treasury import Treasury, prepared

CHAIN = ChainId(31337)
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
ZERO = "0x0000000000000000000000000000000000000000"


def pays(to: str = TO, value: int = 1) -> Action:
    return Action(CHAIN, Address(to), value, "0x")


async def change(treasury: Treasury, function: str, *arguments: object) -> None:
    """The Safe changes itself."""
    safe, local = treasury.safe, treasury.local
    data = safe.contract.data(function, *arguments)
    digest = await safe.transaction_hash(safe.address, data=data)
    signatures = [safe.sign(owner, digest) for owner in treasury.owners[: safe.threshold]]
    await safe.execute(safe.address, data=data, signatures=signatures, sender=local.deployer)
    await local.mine(2)


async def guarded(treasury: Treasury, mode: int, barred: str = ZERO) -> Contract:
    guard = await treasury.local.deploy("TransactionGuard", 0, barred)
    await change(treasury, "setGuard", guard.address)
    await guard.send("setMode", mode, sender=treasury.local.deployer)
    await treasury.local.mine(2)
    return guard


async def test_a_plain_safe_has_neither_guard_nor_modules(treasury: Treasury, chain: EvmChain) -> None:
    safes = Safes({CHAIN: chain}, {})
    found = await safes.extensions(treasury.executor)
    assert (found.guard, found.module_guard, found.modules, found.more_modules) == (None, None, (), False)
    assert await safes.stopped_by(treasury.executor, [pays()]) is None
    assert (await safes.check(treasury.executor)).extensions == found


async def test_guard_and_modules_are_named(treasury: Treasury, chain: EvmChain) -> None:
    guard = await guarded(treasury, 0)
    modules = [treasury.registry.address, treasury.folk.address]
    for module in modules:
        await change(treasury, "enableModule", module)
    safes = Safes({CHAIN: chain}, {})
    found = await safes.extensions(treasury.executor)
    assert found.guard == guard.address
    assert set(found.modules) == set(modules)
    assert not found.more_modules
    assert await safes.stopped_by(treasury.executor, [pays(), pays(value=2)]) is None


async def test_of_many_modules_it_is_said_that_there_are_more(treasury: Treasury, chain: EvmChain) -> None:
    for number in range(12):
        await change(treasury, "enableModule", treasury.local.account(f"module {number}").address)
    found = await Safes({CHAIN: chain}, {}).extensions(treasury.executor)
    assert (len(found.modules), found.more_modules) == (10, True)


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    ("mode", "to", "reason"),
    [
        (1, TO, "nothing passes here"),
        (2, TO, "not to them"),
        (2, ZERO, None),
        (3, TO, None),
        (5, TO, ""),
        (6, TO, ""),
        (0, TO, None),
    ],
    ids=[
        "nothing passes",
        "barred",
        "somebody else",
        "asked by the Safe",
        "burns gas",
        "no reason",
        "all pass",
    ],
)
async def test_what_a_guard_stops_is_known_before_anybody_signs(
    treasury: Treasury, chain: EvmChain, mode: int, to: str, reason: str | None
) -> None:
    guard = await guarded(treasury, mode, TO)
    safes = Safes({CHAIN: chain}, {})
    refusal = await safes.stopped_by(treasury.executor, [pays(to)])
    if reason is None:
        assert refusal is None
    else:
        assert refusal is not None
        assert refusal.guard == guard.address
        assert reason in refusal.reason
    transaction = await prepared(safes, treasury.executor, [pays(to)])
    instructions = await safes.instructions(treasury.request(transaction))
    assert instructions.refusal == refusal


async def test_what_the_guard_is_said_to_stop_the_safe_does_not_execute(
    treasury: Treasury, chain: EvmChain
) -> None:
    await guarded(treasury, 2, TO)
    safe, safes = treasury.safe, Safes({CHAIN: chain}, {})
    other = treasury.local.account("somebody else").address
    for to in (TO, other):
        refused = await safes.stopped_by(treasury.executor, [pays(to)])
        digest = await safe.transaction_hash(to, 1)
        signatures = [safe.sign(owner, digest) for owner in treasury.owners[: safe.threshold]]
        executed = True
        try:
            await safe.execute(to, 1, signatures=signatures, sender=treasury.local.deployer)
        except Exception:  # noqa: BLE001 - whatever the node calls a revert
            executed = False
        assert executed == (refused is None)


@pytest.mark.attack("linking")
async def test_what_is_no_safe_has_no_guard_to_ask(treasury: Treasury, chain: EvmChain) -> None:
    safes = Safes({CHAIN: chain}, {})
    with pytest.raises(NoCode):
        await safes.extensions(SafeExecutor(chain=CHAIN, address=TO))
    with pytest.raises(WrongContract):
        await safes.extensions(SafeExecutor(chain=CHAIN, address=Address(treasury.folk.address)))


def test_a_refusal_is_told_with_its_guard() -> None:
    told = SafeWords().refused(GuardRefusal(TO, "no @everyone"), language())
    assert "0xd8dA" in told
    assert "no @everyone" in told
