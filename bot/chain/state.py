"""Questions about the state after one named block: by its hash, or by its number with the hash checked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.chain.agreement import NoAnswer
from bot.chain.rpc import Answer, Endpoint, Refusal, Request
from bot.domain.blocks import BlockRef
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address

_QUANTITY = re.compile(r"0x[0-9a-fA-F]{1,64}")
_HEX = re.compile(r"0x([0-9a-fA-F]{2})*")


@dataclass(frozen=True, slots=True)
class Reverted:
    """The contract refused. Nodes word it differently, so that the words are not compared."""

    why: str = field(compare=False)

    @property
    def out_of_gas(self) -> bool:
        """Whether it was the gas that ended it, and not the contract's own word."""
        return re.search(r"\bgas\b", self.why, re.I) is not None

    @property
    def failure(self) -> ReadFailure:
        return ReadFailure.OUT_OF_GAS if self.out_of_gas else ReadFailure.REVERTED


Outcome = bytes | Reverted | NoAnswer


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a view function."""

    to: Address
    data: bytes


@dataclass(frozen=True, slots=True)
class CoinBalance:
    """How much of the chain's coin an account has: as an outcome, one uint256 in wei."""

    account: Address


Question = Call | CoinBalance
"""What can be asked of the state after a block, many at once."""


def word(account: Address) -> bytes:
    """An address as 32 bytes of calldata."""
    return bytes(12) + bytes.fromhex(account[2:])


def eth_get_balance(account: Address) -> Request:
    return Request("eth_getBalance", [account])


def eth_call(call: Call, gas: int | None = None) -> Request:
    """The request, without its block."""
    message = {"to": call.to, "data": "0x" + call.data.hex()}
    return Request("eth_call", [message if gas is None else {**message, "gas": hex(gas)}])


def eth_get_code(account: Address) -> Request:
    return Request("eth_getCode", [account])


async def ask_at(endpoint: Endpoint, requests: Sequence[Request], at: BlockRef) -> list[Outcome]:
    """The bytes that each request gives in the state after this very block.

    Raises EndpointFailed.
    """
    if endpoint.takes_block_hashes is not False:
        block = {"blockHash": at.hash, "requireCanonical": True}
        answers = await endpoint.ask(
            [Request(request.method, [*request.params, block]) for request in requests]
        )
        if endpoint.takes_block_hashes or not all(_not_understood(answer) for answer in answers):
            if any(not isinstance(answer, Refusal) for answer in answers):
                endpoint.takes_block_hashes = True
            return [outcome(*pair) for pair in zip(requests, answers, strict=True)]
    return await _ask_by_number(endpoint, requests, at)


async def _ask_by_number(endpoint: Endpoint, requests: Sequence[Request], at: BlockRef) -> list[Outcome]:
    """For nodes without EIP-1898: the block's hash is compared before and after."""
    number = hex(at.number)
    if not await _has_hash(endpoint, at):
        return [NoAnswer("the block is not on this node's chain")] * len(requests)
    answers = await endpoint.ask([Request(request.method, [*request.params, number]) for request in requests])
    if not await _has_hash(endpoint, at):
        return [NoAnswer("the chain changed while it was read")] * len(requests)
    if any(not isinstance(answer, Refusal) for answer in answers):
        endpoint.takes_block_hashes = False
    return [outcome(*pair) for pair in zip(requests, answers, strict=True)]


async def _has_hash(endpoint: Endpoint, at: BlockRef) -> bool:
    (answer,) = await endpoint.ask([Request("eth_getBlockByNumber", [hex(at.number), False])])
    return isinstance(answer, dict) and str(answer.get("hash")).lower() == at.hash.lower()


def _not_understood(answer: Answer) -> bool:
    """Whether the node's words are those for parameters that it can't read."""
    if not isinstance(answer, Refusal) or answer.execution_failed:
        return False
    return answer.code in (-32602, -32600) or any(
        word in answer.message.lower() for word in ("unmarshal", "invalid argument", "invalid param")
    )


def outcome(request: Request, answer: Answer) -> Outcome:
    """A JSON-RPC answer as bytes; a number (a balance) as 32 of them."""
    if isinstance(answer, Refusal):
        if answer.execution_failed:
            return Reverted(answer.message)
        return NoAnswer(f"the node refused: {answer.message}", answer.pruned)
    if request.method == "eth_getBalance" and isinstance(answer, str) and _QUANTITY.fullmatch(answer):
        return int(answer, 16).to_bytes(32, "big")
    if request.method == "eth_getBalance" or not isinstance(answer, str) or not _HEX.fullmatch(answer):
        return NoAnswer("the node's answer is not hexadecimal")
    return bytes.fromhex(answer[2:])
