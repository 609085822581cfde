"""All calls that actions make, those inside batches, and inside what Safes, Governors and timelocks are asked, too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from bot.domain.actions.actions import Action
from bot.domain.ids import Address, ChainId
from bot.execution.actions.abi import Function
from bot.execution.actions.known import (
    COMPOUND_TIMELOCK,
    LISTS_OF_CALLS,
    MULTI_SEND,
    WITHIN_SAFE,
    WITHIN_TIMELOCK,
)
from bot.execution.safe.multi_send import NotMultiSend, unpacked

_DEEPEST = 6
_MOST = 1_000
"""So many calls are looked at; a block has no room for more."""


@dataclass(frozen=True)
class InnerCall:
    """One call, and how it comes about: `path` are the numbers of the action and of the calls inside, from 1."""

    path: tuple[int, ...]
    chain: ChainId
    to: Address
    value: int
    data: bytes


def calls_of(actions: Sequence[Action]) -> list[InnerCall]:
    """The actions themselves and what they call in turn, as far as it can be told from their calldata.

    Contracts read calldata leniently, so that it is read so here too.
    """
    found: list[InnerCall] = []
    waiting = [
        InnerCall((number,), action.chain, action.to, action.value, bytes.fromhex(action.data[2:]))
        for number, action in enumerate(actions, start=1)
    ]
    while waiting and len(found) < _MOST:
        call = waiting.pop(0)
        found.append(call)
        if len(call.path) < _DEEPEST:
            waiting += _inside(call)
    return found


def _inside(call: InnerCall) -> Iterator[InnerCall]:
    selector, rest = call.data[:4], call.data[4:]
    if selector == MULTI_SEND.selector:
        yield from _batch(call, rest)
        return
    try:
        if (called := WITHIN_SAFE.get(selector) or WITHIN_TIMELOCK.get(selector)) is not None:
            to, value, data, *_ = decode(called.types, rest, strict=False)
            yield _inner(call, 1, to, value, data)
        elif (called := COMPOUND_TIMELOCK.get(selector)) is not None:
            to, value, signature, data, _ = decode(called.types, rest, strict=False)
            yield _inner(call, 1, to, value, _with_selector(signature, data))
        elif (called := LISTS_OF_CALLS.get(selector)) is not None:
            yield from _listed(call, called, decode(called.types, rest, strict=False))
    except (DecodingError, OverflowError, UnicodeDecodeError):
        return


def _listed(call: InnerCall, called: Function, values: Sequence[Any]) -> Iterator[InnerCall]:
    targets, amounts, *_ = values
    names = [parameter.name for parameter in called.parameters]
    data = values[3] if "signatures" in names else values[2]
    signatures = values[2] if "signatures" in names else [""] * len(data)
    # Lists of different lengths are refused by every Governor and timelock.
    for number, each in enumerate(zip(targets, amounts, signatures, data, strict=False), start=1):
        to, value, signature, inner = each
        yield _inner(call, number, to, value, _with_selector(signature, inner))


def _with_selector(signature: str, data: bytes) -> bytes:
    return keccak(text=signature)[:4] + data if signature else data


def _inner(call: InnerCall, number: int, to: str, value: int, data: bytes) -> InnerCall:
    return InnerCall((*call.path, number), call.chain, Address(to_checksum_address(to)), value, data)


def _batch(call: InnerCall, rest: bytes) -> Iterator[InnerCall]:
    try:
        (packed,) = decode(MULTI_SEND.types, rest, strict=False)
        inner = unpacked(packed, call.chain)
    except (DecodingError, OverflowError, NotMultiSend):
        return
    for number, each in enumerate(inner, start=1):
        data = bytes.fromhex(each.data[2:])
        yield InnerCall((*call.path, number), call.chain, each.to, each.value, data)
