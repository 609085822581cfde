"""All calls that actions make, those inside batches, inside transactions of other Safes, and of which Governors and
timelocks are told too."""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec
from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from bot.domain.actions.actions import Action
from bot.domain.errors import CallsHidden
from bot.domain.ids import Address, ChainId, checksummed
from bot.execution.actions.known import MULTI_SEND, WITHIN_SAFE
from bot.execution.actions.relayed import RELAYING, NoListOfCalls, Told, TooManyListed
from bot.execution.safe.multi_send import NotMultiSend, unpacked

_DEEPEST = 6
_MOST = 1_000
"""So many calls are looked at."""


class InnerCall(msgspec.Struct, frozen=True):
    """One call, and how it comes about: `path` are the numbers of the action and of the calls inside, from 1."""

    path: tuple[int, ...]
    chain: ChainId
    to: Address
    value: int
    data: bytes


def calls_of(actions: Sequence[Action]) -> list[InnerCall]:
    """The actions themselves and what they call in turn, as far as it can be told from their calldata.

    Contracts read calldata leniently, so that it is read so here too. Raises CallsHidden for more of them, in one list
    or in all, or deeper, than are looked at: what nobody looks at could be anything.
    """
    found: list[InnerCall] = []
    waiting = deque(
        InnerCall((number,), action.chain, action.to, action.value, bytes.fromhex(action.data[2:]))
        for number, action in enumerate(actions, start=1)
    )
    while waiting:
        call = waiting.popleft()
        found.append(call)
        inside = list(islice(_inside(call), _MOST + 1))
        if (inside and len(call.path) >= _DEEPEST) or len(found) + len(waiting) + len(inside) > _MOST:
            raise CallsHidden(call.path[0], _DEEPEST, _MOST)
        waiting += inside
    return found


def _inside(call: InnerCall) -> Iterator[InnerCall]:
    selector, rest = call.data[:4], call.data[4:]
    if selector == MULTI_SEND.selector:
        yield from _batch(call, rest)
        return
    if (called := WITHIN_SAFE.get(selector)) is not None:
        try:
            to, value, data, *_ = decode(called.types, rest, strict=False)
        except (DecodingError, OverflowError):
            return
        yield InnerCall((*call.path, 1), call.chain, checksummed(to), value, data)
        return
    if (relaying := RELAYING.get(selector)) is not None:
        try:
            told = relaying.loosely(Told(call.chain, call.to), call.data)
        except TooManyListed:
            raise CallsHidden(call.path[0], _DEEPEST, _MOST) from None
        except NoListOfCalls:
            return
        yield from _each(call, told)


def _batch(call: InnerCall, rest: bytes) -> Iterator[InnerCall]:
    try:
        (packed,) = decode(MULTI_SEND.types, rest, strict=False)
        inner = unpacked(packed, call.chain)
    except (DecodingError, OverflowError, NotMultiSend):
        return
    yield from _each(call, inner)


def _each(call: InnerCall, inner: Sequence[Action]) -> Iterator[InnerCall]:
    for number, each in enumerate(inner, start=1):
        data = bytes.fromhex(each.data[2:])
        yield InnerCall((*call.path, number), call.chain, each.to, each.value, data)
