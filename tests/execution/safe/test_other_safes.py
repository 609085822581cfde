"""Changing who rules a Safe, whichever it is, is a danger wherever it stands."""

from collections.abc import Callable

import pytest
from eth_utils.address import to_checksum_address

from bot.chain.chains import EvmChain
from bot.domain.actions import effects
from bot.domain.actions.actions import Action, Operation, numbered
from bot.domain.actions.dangers import ApprovesHash, ChangesASafe, ForeignCode, ModuleOfASafe, MovesASafe
from bot.domain.ids import Address, ChainId
from bot.execution.actions.abi import Function
from bot.execution.actions.codec import EvmActionCodec
from bot.execution.actions.known import (
    ALLOWANCE_TRANSFER,
    APPROVE_HASH,
    AS_MODULE,
    EXEC_TRANSACTION,
    SAFE_ADMINISTRATION,
    WITHIN_SAFE,
)
from bot.execution.safe.multi_send import multi_send
from bot.wording.actions.listing import danger_lines, deed_lines
from bot.wording.language import language
from bot.wording.markup.markup import PLAIN
from sandbox.chain.safe import LocalSafe, deploy_safe
from tests.execution.treasury import Treasury

CHAIN = ChainId(31337)
ZERO = "0x" + "0" * 40
NAMES = {known.name: selector for selector, known in SAFE_ADMINISTRATION.items()}
PLAIN_ENGLISH = language(markup=PLAIN)


def call(to: str, data: bytes) -> Action:
    return Action(CHAIN, Address(to), 0, "0x" + data.hex())


def within(called: Function, safe: str, action: Action, operation: Operation = Operation.CALL) -> Action:
    """The Safe is told to make it."""
    told = [action.to, action.value, bytes.fromhex(action.data[2:]), int(operation)]
    rest = [_NOTHING[kind] for kind in called.types[4:]]
    return call(safe, called.encode([*told, *rest]))


_NOTHING: dict[str, object] = {
    "uint256": 0,
    "uint16": 0,
    "address": ZERO,
    "bytes": b"",
    "bytes32": bytes(32),
    "bool": False,
}


def batched(action: Action) -> Action:
    return call(
        Address("0x9641d764fc13c8B624c04430C7356C1C7C8102e2"), bytes.fromhex(multi_send([action])[2:])
    )


WRAPPED: dict[str, Callable[[Action], Action]] = {
    "plainly": lambda action: action,
    "in a batch": batched,
    **{
        f"by {known}": lambda action, known=known: within(known, action.to, action)
        for known in WITHIN_SAFE.values()
    },
    "in a batch by a Safe": lambda action: within(EXEC_TRANSACTION, action.to, batched(action)),
    "by a Safe in a batch": lambda action: batched(within(EXEC_TRANSACTION, action.to, action)),
}


@pytest.fixture
async def other(treasury: Treasury) -> LocalSafe:
    return await deploy_safe(treasury.local, owners=treasury.owners, threshold=1, salt=77)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("how", WRAPPED)
async def test_it_is_a_danger_wherever_it_stands(
    treasury: Treasury, chain: EvmChain, other: LocalSafe, how: str
) -> None:
    changing = call(other.address, other.contract.data("changeThreshold", 2))
    action = WRAPPED[how](changing)
    at = await chain.latest()
    decoded = await EvmActionCodec({CHAIN: chain}).decode([action], at, account=treasury.address)
    *_, (_, innermost) = numbered(decoded)
    assert ChangesASafe("changeThreshold") in innermost.dangers
    said = "\n".join(danger_lines(decoded, PLAIN_ENGLISH))
    assert "It changes how many owners must sign for the Safe." in said
    assert "If it is a Safe" not in said
    assert other.address in "\n".join(deed_lines(decoded, PLAIN_ENGLISH))


@pytest.mark.attack("actions")
@pytest.mark.parametrize("name", NAMES)
async def test_each_function_that_changes_a_safe_is_known(
    treasury: Treasury, chain: EvmChain, other: LocalSafe, name: str
) -> None:
    """Even without its arguments, which nobody could read."""
    codec = EvmActionCodec({CHAIN: chain})
    (decoded,) = await codec.decode([call(other.address, NAMES[name])], await chain.latest())
    assert ChangesASafe(name) in decoded.dangers


async def test_a_contract_that_is_seen_to_be_no_safe_may_be_called_alike(
    treasury: Treasury, chain: EvmChain
) -> None:
    data = treasury.safe.contract.data("changeThreshold", 2)
    (decoded,) = await EvmActionCodec({CHAIN: chain}).decode(
        [call(treasury.registry.address, data)], await chain.latest()
    )
    assert ChangesASafe("changeThreshold", certain=False) in decoded.dangers


@pytest.mark.attack("actions")
async def test_foreign_code_that_another_safe_is_told_to_run_is_a_danger(
    treasury: Treasury, chain: EvmChain, other: LocalSafe
) -> None:
    inner = call(treasury.registry.address, b"\1\2\3\4")
    action = within(EXEC_TRANSACTION, other.address, inner, Operation.DELEGATE_CALL)
    (decoded,) = await EvmActionCodec({CHAIN: chain}).decode([action], await chain.latest())
    assert isinstance(decoded.effect, effects.SafeExecution)
    assert ForeignCode() in decoded.inner[0].dangers


@pytest.mark.attack("actions")
async def test_a_safe_told_to_do_what_is_no_call_is_unknown_calldata(
    chain: EvmChain, other: LocalSafe
) -> None:
    action = within(next(iter(AS_MODULE.values())), other.address, call(other.address, b""))
    broken = action.data[: 10 + 64 * 3] + f"{2:064x}" + action.data[10 + 64 * 4 :]
    (decoded,) = await EvmActionCodec({CHAIN: chain}).decode(
        [call(other.address, bytes.fromhex(broken[2:]))], await chain.latest()
    )
    assert isinstance(decoded.effect, effects.UnknownCall)


# -- modules of other Safes ---------------------------------------------------------------------------------------

PAY = call("0x90F79bf6EB2c4f870365E785982E1f101E93b906", b"")
MOVES = "It makes a Safe act without the signatures of its owners."


async def with_module(safe: LocalSafe, module: str) -> None:
    """Its owners let the module act as the Safe."""
    data = safe.contract.data("enableModule", module)
    digest = await safe.transaction_hash(safe.address, 0, data, 0, await safe.nonce())
    owner = safe.owners[0]
    await safe.execute(
        safe.address, data=data, signatures=[safe.sign(owner, digest)], sender=safe.chain.deployer
    )


async def answering(treasury: Treasury, account: str) -> str:
    """A contract that names this account whatever it is asked, as the modules of Zodiac name their Safe."""
    runtime = bytes.fromhex("73" + account[2:] + "5f5260205ff3")
    size = len(runtime)
    code = bytes.fromhex(f"60{size:02x}600b5f3960{size:02x}5ff300") + runtime
    receipt = await treasury.local.send(treasury.local.deployer, None, data=code)
    return to_checksum_address(receipt["contractAddress"])


async def dangers_of(chain: EvmChain, treasury: Treasury, action: Action) -> set[object]:
    decoded = await EvmActionCodec({CHAIN: chain}).decode(
        [action], await chain.latest(), account=treasury.address
    )
    return {danger for _, each in numbered(decoded) for danger in each.dangers}


@pytest.mark.attack("actions")
@pytest.mark.parametrize("known", AS_MODULE.values(), ids=str)
async def test_what_moves_a_safe_without_its_owners_is_a_danger(
    treasury: Treasury, chain: EvmChain, other: LocalSafe, known: Function
) -> None:
    action = within(known, other.address, PAY)
    assert MovesASafe() in await dangers_of(chain, treasury, action)
    (unread,) = EvmActionCodec({CHAIN: chain}).decode_unread([batched(action)])
    assert MOVES in "\n".join(danger_lines([unread], PLAIN_ENGLISH)), "also while the chain is silent"
    assert PAY.to in "\n".join(deed_lines([unread], PLAIN_ENGLISH))


@pytest.mark.attack("actions")
async def test_an_allowance_of_another_safe_that_is_used_is_a_danger(
    treasury: Treasury, chain: EvmChain, other: LocalSafe
) -> None:
    module = treasury.registry.address
    data = ALLOWANCE_TRANSFER.encode([other.address, ZERO, PAY.to, 10**18, ZERO, 0, treasury.address, b""])
    assert await dangers_of(chain, treasury, call(module, data)) == {MovesASafe()}
    await with_module(other, module)
    found = await dangers_of(chain, treasury, call(module, data))
    assert found == {MovesASafe(), ModuleOfASafe(Address(other.address))}
    (unread,) = EvmActionCodec({CHAIN: chain}).decode_unread([call(module, data)])
    said = "\n".join(deed_lines([unread], PLAIN_ENGLISH))
    assert all(part in said for part in (other.address, PAY.to, str(10**18)))


@pytest.mark.attack("actions")
async def test_a_transaction_of_another_safe_that_is_signed_unseen_is_a_danger(
    treasury: Treasury, chain: EvmChain, other: LocalSafe
) -> None:
    action = call(other.address, APPROVE_HASH.encode([b"\7" * 32]))
    assert ApprovesHash() in await dangers_of(chain, treasury, action)
    (unread,) = EvmActionCodec({CHAIN: chain}).decode_unread([action])
    assert "only the hash stands here" in "\n".join(danger_lines([unread], PLAIN_ENGLISH))
    assert "07" * 32 in "\n".join(deed_lines([unread], PLAIN_ENGLISH))


@pytest.mark.attack("actions")
@pytest.mark.parametrize("how", ["plainly", "in a batch", "by a Safe in a batch"])
async def test_a_module_of_a_safe_that_the_proposal_names_is_a_danger(
    treasury: Treasury, chain: EvmChain, other: LocalSafe, how: str
) -> None:
    """Whatever function of the module it is that takes the Safe."""
    module = treasury.registry.address
    named = call(module, b"\1\2\3\4" + bytes(12) + bytes.fromhex(other.address[2:]))
    action = WRAPPED[how](named)
    danger = ModuleOfASafe(Address(other.address))
    assert danger not in await dangers_of(chain, treasury, action)
    await with_module(other, module)
    assert danger in await dangers_of(chain, treasury, action)


@pytest.mark.attack("actions")
async def test_a_module_that_names_its_own_safe_is_a_danger(
    treasury: Treasury, chain: EvmChain, other: LocalSafe
) -> None:
    module = await answering(treasury, other.address)
    action = call(module, b"\1\2\3\4")
    assert not any(isinstance(each, ModuleOfASafe) for each in await dangers_of(chain, treasury, action))
    await with_module(other, module)
    found = await dangers_of(chain, treasury, action)
    assert ModuleOfASafe(Address(other.address)) in found
    said = "\n".join(
        danger_lines(
            await EvmActionCodec({CHAIN: chain}).decode([action], await chain.latest()), PLAIN_ENGLISH
        )
    )
    assert f"a module of another Safe, {other.address}" in said


@pytest.mark.attack("actions")
@pytest.mark.parametrize("named", [ZERO, "0x" + "ff" * 20, "0x" + "00" * 19 + "01"])
async def test_a_contract_that_names_no_safe_is_no_module(
    treasury: Treasury, chain: EvmChain, named: str
) -> None:
    action = call(await answering(treasury, named), b"\1\2\3\4")
    assert not any(isinstance(each, ModuleOfASafe) for each in await dangers_of(chain, treasury, action))


@pytest.mark.attack("floods")
async def test_calldata_full_of_names_costs_no_more_than_a_few_questions(
    treasury: Treasury, chain: EvmChain
) -> None:
    words = b"".join(bytes(12) + bytes([1 + n // 250]) * 19 + bytes([n % 250]) for n in range(3_000))
    before = sum(treasury.local.requests.values())
    await dangers_of(chain, treasury, call(treasury.registry.address, b"\1\2\3\4" + words))
    assert sum(treasury.local.requests.values()) - before < 40
