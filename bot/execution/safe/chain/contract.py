"""Reading a Safe on chain (1.3.0 to 1.5.0)."""

from eth_utils.crypto import keccak

from bot.chain.calls.state import Call, Outcome
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.chain.text import visible
from bot.domain.blocks import BlockRef, Value
from bot.domain.errors import ChainUnavailable, NoCode, WrongContract
from bot.domain.errors.chain.contracts import (
    BadThreshold,
    NotASafe,
    UnknownVersion,
)
from bot.domain.executors import SafeState
from bot.domain.ids import Address, address
from bot.execution.actions.abi import Function, function

EXECUTION_SUCCESS = "0x" + keccak(text="ExecutionSuccess(bytes32,uint256)").hex()
EXECUTION_FAILURE = "0x" + keccak(text="ExecutionFailure(bytes32,uint256)").hex()

_VERSION = function("VERSION()")
_GET_OWNERS = function("getOwners()")
_GET_THRESHOLD = function("getThreshold()")
_NONCE = function("nonce()")
_APPROVED_HASHES = function("approvedHashes(address owner, bytes32 hash)")
_STRING = Function("", function("f(string version)").parameters)
_ADDRESSES = Function("", function("f(address[] owners)").parameters)
_BEYOND_NONCES = 2**62
"""No Safe has executed so much: one that says so counts in another way."""
_SUPPORTED = ("1.3.", "1.4.", "1.5.")


def nonce_of(safe: Address) -> Call:
    """The question after a Safe's nonce: that of its next transaction."""
    return Call(safe, _NONCE.encode([]))


async def read_state(chain: EvmChain, safe: Address, at: BlockRef) -> SafeState:
    """A Safe at one block. Raises NoCode, WrongContract, ChainUnavailable."""
    calls = [Call(safe, called.encode([])) for called in (_VERSION, _GET_OWNERS, _GET_THRESHOLD, _NONCE)]
    answers = await chain.read(calls, at)
    tokens.all_answered(answers, chain.id)
    if not any(answers) and not await chain.has_code(safe, at):
        raise NoCode(safe, chain.id)
    version, owners = _returned(_STRING, answers[0]), _returned(_ADDRESSES, answers[1])
    threshold, nonce = tokens.number(answers[2]), tokens.number(answers[3])
    if (
        not isinstance(version, str)
        or not isinstance(owners, tuple | list)
        or not isinstance(threshold, Value)
        or not isinstance(nonce, Value)
    ):
        raise WrongContract(safe, "Safe", NotASafe())
    if not version.startswith(_SUPPORTED):
        raise WrongContract(safe, "Safe", UnknownVersion(visible(version)[:20]))
    if not 1 <= threshold.raw <= len(owners):
        raise WrongContract(safe, "Safe", BadThreshold())
    if nonce.raw >= _BEYOND_NONCES:
        raise WrongContract(safe, "Safe", NotASafe())
    return SafeState(safe, version, tuple(address(owner) for owner in owners), threshold.raw, nonce.raw)


def _returned(shape: Function, answer: Outcome) -> object:
    """The one value that a function returned, None if the bytes are not exactly its encoding."""
    if not isinstance(answer, bytes):
        return None
    values = shape.decode(shape.selector + answer)
    return values[0] if values else None


async def approvals(chain: EvmChain, safe: SafeState, safe_tx_hash: bytes, at: BlockRef) -> set[Address]:
    """The owners that approved the hash on chain (`approveHash`). Raises ChainUnavailable."""
    owners = safe.owners
    calls = [Call(safe.address, _APPROVED_HASHES.encode([owner, safe_tx_hash])) for owner in owners]
    found: set[Address] = set()
    for owner, answer in zip(owners, await chain.read(calls, at), strict=True):
        reading = tokens.number(answer)
        if not isinstance(reading, Value):
            raise ChainUnavailable(
                chain.id, f"approvals of {safe.address}: {reading.why}", failure=reading.failure
            )
        if reading.raw:
            found.add(owner)
    return found
