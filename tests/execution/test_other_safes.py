"""Changing who rules a Safe, whichever it is, is a danger wherever it stands."""

from collections.abc import Callable

import pytest

from bot.chain.chains import EvmChain
from bot.domain import effects
from bot.domain.actions import Action, Operation, numbered
from bot.domain.dangers import ChangesASafe, ForeignCode
from bot.domain.ids import Address, ChainId
from bot.execution.actions.codec import EvmActionCodec
from bot.execution.actions.known import SAFE_ADMINISTRATION, WITHIN_SAFE
from bot.execution.safe.multi_send import multi_send
from bot.wording.actions.listing import danger_lines, deed_lines
from bot.wording.language import language
from bot.wording.markup import PLAIN
from sandbox.chain.safe import LocalSafe, deploy_safe
from tests.execution.treasury import Treasury

CHAIN = ChainId(31337)
ZERO = "0x" + "0" * 40
NAMES = {known.name: selector for selector, known in SAFE_ADMINISTRATION.items()}
PLAIN_ENGLISH = language(markup=PLAIN)


def call(to: str, data: bytes) -> Action:
    return Action(CHAIN, Address(to), 0, "0x" + data.hex())


def within(name: str, safe: str, action: Action, operation: Operation = Operation.CALL) -> Action:
    """The Safe is told to make it."""
    (called,) = [known for known in WITHIN_SAFE.values() if known.name == name]
    told = [action.to, action.value, bytes.fromhex(action.data[2:]), int(operation)]
    rest = [0, 0, 0, ZERO, ZERO, b""] if name == "execTransaction" else []
    return call(safe, called.encode([*told, *rest]))


def batched(action: Action) -> Action:
    return call(
        Address("0x9641d764fc13c8B624c04430C7356C1C7C8102e2"), bytes.fromhex(multi_send([action])[2:])
    )


WRAPPED: dict[str, Callable[[Action], Action]] = {
    "plainly": lambda action: action,
    "in a batch": batched,
    **{
        f"by {known.name}": lambda action, name=known.name: within(name, action.to, action)
        for known in WITHIN_SAFE.values()
    },
    "in a batch by a Safe": lambda action: within("execTransaction", action.to, batched(action)),
    "by a Safe in a batch": lambda action: batched(within("execTransaction", action.to, action)),
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
    action = within("execTransaction", other.address, inner, Operation.DELEGATE_CALL)
    (decoded,) = await EvmActionCodec({CHAIN: chain}).decode([action], await chain.latest())
    assert isinstance(decoded.effect, effects.SafeExecution)
    assert ForeignCode() in decoded.inner[0].dangers


@pytest.mark.attack("actions")
async def test_a_safe_told_to_do_what_is_no_call_is_unknown_calldata(
    chain: EvmChain, other: LocalSafe
) -> None:
    action = within("execTransactionFromModule", other.address, call(other.address, b""))
    broken = action.data[: 10 + 64 * 3] + f"{2:064x}" + action.data[10 + 64 * 4 :]
    (decoded,) = await EvmActionCodec({CHAIN: chain}).decode(
        [call(other.address, bytes.fromhex(broken[2:]))], await chain.latest()
    )
    assert isinstance(decoded.effect, effects.UnknownCall)
