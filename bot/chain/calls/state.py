"""Questions about the state after one named block: by its hash, or by its number with the hash checked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from bot.chain.nodes.agreement import NoAnswer
from bot.chain.nodes.endpoint import Endpoint
from bot.chain.nodes.refusals import Meaning, Refusal
from bot.chain.nodes.rpc import Answer, Request
from bot.domain.blocks import BlockRef
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address

_QUANTITY = re.compile(r"0x[0-9a-fA-F]{1,64}")


@dataclass(frozen=True, slots=True)
class Reverted:
    """The contract refused. Nodes word it differently, so that the words are not compared."""

    why: str = field(compare=False)
    out_of_gas: bool = False
    """Whether it was the gas that ended it, and not the contract's own word."""
    data: bytes = field(default=b"", compare=False)
    """What the contract gave with it, where the node tells."""

    @property
    def failure(self) -> ReadFailure:
        return ReadFailure.OUT_OF_GAS if self.out_of_gas else ReadFailure.REVERTED


Outcome = bytes | Reverted | NoAnswer


class Call(msgspec.Struct, frozen=True):
    """A call of a view function."""

    to: Address
    data: bytes


class CoinBalance(msgspec.Struct, frozen=True):
    """How much of the chain's coin an account has: as an outcome, one uint256 in wei."""

    account: Address


Question = Call | CoinBalance
"""What can be asked of the state after a block, many at once."""


def word(account: Address) -> bytes:
    """An address as 32 bytes of calldata."""
    return bytes(12) + bytes.fromhex(account[2:])


BLOCK_TIME = bytes.fromhex("0f28c97d")
"""`getCurrentBlockTimestamp()` of Multicall3."""

_LONGEST_RETURN = 256 * 1024
"""Bytes of JSON that one call may return: 128 KB, more than any function that is read here gives."""
_LONGEST_CODE = 1024 * 1024
_LONGEST_BLOCK = 4 * 1024 * 1024
"""Some 60,000 transactions."""
_GAS = 100_000
"""For a call of which is known what it costs."""


def eth_get_balance(account: Address) -> Request:
    return Request("eth_getBalance", [account])


def eth_call(call: Call, gas: int, most: int = _LONGEST_RETURN, sender: Address | None = None) -> Request:
    """The request, without its block. `most` bytes of JSON are read of what it returns; `sender` is who calls, nobody
    without one."""
    message = {"to": call.to, "data": "0x" + call.data.hex(), "gas": hex(gas)}
    if sender is not None:
        message["from"] = sender
    return Request("eth_call", [message], most)


def eth_get_code(account: Address) -> Request:
    return Request("eth_getCode", [account], _LONGEST_CODE)


def eth_get_storage(account: Address, slot: int) -> Request:
    return Request("eth_getStorageAt", [account, f"0x{slot:064x}"])


async def ask_at(
    endpoint: Endpoint, requests: Sequence[Request], at: BlockRef, witness: Address | None
) -> list[Outcome]:
    """The bytes that each request gives in the state after this very block.

    `witness` is a Multicall3 that is asked along with them for its block's time, which shows where they were answered:
    there are nodes that answer for their newest state whatever is named. None where the requests tell it themselves.
    Raises EndpointFailed.
    """
    if witness is None:
        return await _ask_at(endpoint, requests, at)
    time, *outcomes = await _ask_at(endpoint, [eth_call(Call(witness, BLOCK_TIME), _GAS), *requests], at)
    if time == b"" or time == at.timestamp.to_bytes(32, "big"):
        # Where it isn't deployed, nothing tells the time.
        return outcomes
    if isinstance(time, bytes):
        return [NoAnswer("the node answered for another block")] * len(requests)
    why = time if isinstance(time, NoAnswer) else NoAnswer("the node can't tell the time of the block")
    return [why if isinstance(outcome, bytes) else outcome for outcome in outcomes]


async def _ask_at(endpoint: Endpoint, requests: Sequence[Request], at: BlockRef) -> list[Outcome]:
    if await endpoint.trusted_with_hashes():
        block = {"blockHash": at.hash, "requireCanonical": True}
        answers = await endpoint.ask([_of_block(request, block) for request in requests])
        if not all(_not_understood(answer) for answer in answers):
            return [outcome(*pair) for pair in zip(requests, answers, strict=True)]
        endpoint.takes_block_hashes = False
    return await _ask_by_number(endpoint, requests, at)


async def _ask_by_number(endpoint: Endpoint, requests: Sequence[Request], at: BlockRef) -> list[Outcome]:
    """For nodes to which a hash means nothing: the block's hash is compared before and after."""
    if not await _has_hash(endpoint, at):
        return [NoAnswer("the block is not on this node's chain")] * len(requests)
    answers = await endpoint.ask([_of_block(request, hex(at.number)) for request in requests])
    if not await _has_hash(endpoint, at):
        return [NoAnswer("the chain changed while it was read")] * len(requests)
    return [outcome(*pair) for pair in zip(requests, answers, strict=True)]


def _of_block(request: Request, block: object) -> Request:
    return Request(request.method, [*request.params, block, *request.after], request.most)


async def _has_hash(endpoint: Endpoint, at: BlockRef) -> bool:
    (answer,) = await endpoint.ask([get_block(hex(at.number))])
    return isinstance(answer, dict) and str(answer.get("hash")).lower() == at.hash.lower()


def get_block(place: str) -> Request:
    """`eth_getBlockByNumber` of a number or tag, with the hashes of its transactions."""
    return Request("eth_getBlockByNumber", [place, False], _LONGEST_BLOCK)


def _not_understood(answer: Answer) -> bool:
    """Whether the node's words are those for parameters that it can't read."""
    return isinstance(answer, Refusal) and answer.meaning is Meaning.NOT_UNDERSTOOD


def outcome(request: Request, answer: Answer) -> Outcome:
    """A JSON-RPC answer as bytes; a number (a balance) as 32 of them."""
    if isinstance(answer, Refusal):
        if answer.execution_failed:
            return Reverted(answer.why, answer.meaning is Meaning.OUT_OF_GAS, answer.given)
        return NoAnswer(f"the node refused: {answer.why}", answer.meaning)
    if request.method == "eth_getBalance" and isinstance(answer, str) and _QUANTITY.fullmatch(answer):
        return int(answer, 16).to_bytes(32, "big")
    if request.method == "eth_getBalance" or not isinstance(answer, str) or answer[:2] != "0x":
        return NoAnswer("the node's answer is not hexadecimal")
    try:
        found = bytes.fromhex(answer[2:])
    except ValueError:
        found = None
    # Python leaves out white space.
    if found is None or 2 * len(found) != len(answer) - 2:
        return NoAnswer("the node's answer is not hexadecimal")
    return found
