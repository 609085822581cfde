"""What beside its owners decides what a Safe does: its guards and modules, and what a guard would stop."""

from collections.abc import Sequence

from eth_utils.crypto import keccak

from bot.chain.calls.state import Call, Reverted
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.chain.text import visible
from bot.domain.blocks import BlockRef
from bot.domain.errors import WrongContract
from bot.domain.errors.chain.contracts import NotASafe
from bot.domain.executors import GuardRefusal, SafeExtensions, SafeState
from bot.domain.ids import Address, checksummed
from bot.execution.actions.abi import Function, function
from bot.execution.safe.chain.zodiac import zodiac_modules
from bot.execution.safe.transaction import ZERO_ADDRESS, SafeTx

GUARD_NAME, MODULE_GUARD_NAME = "guard_manager.guard.address", "module_manager.module_guard.address"
"""The names whose hashes are the slots in which a Safe (1.3.0 to 1.5.0) keeps them."""
MOST_MODULES = 10
"""So many are named."""

_MODULES = function("getModulesPaginated(address start, uint256 pageSize)")
_FIRST = Address("0x0000000000000000000000000000000000000001")
"""Of Safe's linked lists, the beginning and the end."""
_PAGE = Function("", function("f(address[] modules, address next)").parameters)
_CHECK_TRANSACTION = function(
    "checkTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, "
    "uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures, address msgSender)"
)
_LONGEST_REASON = 200


async def read_extensions(chain: EvmChain, safe: Address, at: BlockRef) -> SafeExtensions:
    """The guards and modules of a Safe at one block. Raises WrongContract, ChainUnavailable."""
    (answer,) = await chain.read([Call(safe, _MODULES.encode([_FIRST, MOST_MODULES]))], at)
    tokens.all_answered([answer], chain.id)
    page = _PAGE.decode(_PAGE.selector + answer) if isinstance(answer, bytes) else None
    if page is None:
        raise WrongContract(safe, "Safe", NotASafe())
    modules = tuple(checksummed(module) for module in page[0])
    guard, module_guard = await named_accounts(chain, safe, (GUARD_NAME, MODULE_GUARD_NAME), at)
    more = checksummed(page[1]) not in (_FIRST, ZERO_ADDRESS)
    shown = modules[:MOST_MODULES]
    zodiac = await zodiac_modules(chain, safe, shown, at)
    return SafeExtensions(guard, module_guard, shown, more, zodiac)


async def guard_refusal(chain: EvmChain, safe: SafeState, tx: SafeTx, at: BlockRef) -> GuardRefusal | None:
    """What the Safe's guard says against the transaction at the block, None where it lets it pass or there is none.

    It is asked as the Safe asks it, with an owner who executes it and whose signature that is. A guard that looks at
    what others have signed, or at the time, may say otherwise then. Raises ChainUnavailable.
    """
    (guard,) = await named_accounts(chain, safe.address, (GUARD_NAME,), at)
    if guard is None:
        return None
    owner = safe.owners[0]
    nothing = (0, 0, 0, ZERO_ADDRESS, ZERO_ADDRESS)
    # v = 1: whoever executes it has signed by that (`checkNSignatures` of the Safe).
    signature = bytes.fromhex(owner[2:]).rjust(32, b"\0") + bytes(32) + b"\x01"
    asked = _CHECK_TRANSACTION.encode(
        [tx.to, tx.value, tx.data, int(tx.operation), *nothing, signature, owner]
    )
    answer = await chain.call_as(safe.address, Call(guard, asked), at)
    if not isinstance(answer, Reverted):
        return None
    return GuardRefusal(guard, visible(answer.why)[:_LONGEST_REASON])


async def named_accounts(
    chain: EvmChain, safe: Address, names: Sequence[str], at: BlockRef
) -> list[Address | None]:
    """The accounts that a Safe keeps at the slots which are the hashes of these names; None where there is none.
    Raises ChainUnavailable."""
    slots = [(safe, int.from_bytes(keccak(text=name), "big")) for name in names]
    return [checksummed(word[12:]) if any(word[12:]) else None for word in await chain.storage(slots, at)]
