"""Whether there was gas enough. A view that catches an inner failure answers zero, and success, when it gets too little
gas; and Multicall3 neither limits the gas of one call nor tells what is left.

So each aggregate ends with a canary: a call of Multicall3 itself that needs a known amount of gas, and after it fails
with Multicall3's own words. Without the gas it fails with none. Gas only falls in the course of an aggregate: where the
canary had so much, every call before it had at least that (docs/decisions/0030-gas-is-measured.md).
"""

from functools import lru_cache
from math import isqrt

from bot.chain.calls.state import word
from bot.domain.ids import Address

_AGGREGATE3 = bytes.fromhex("82ad56cb")
_IDENTITY = (4).to_bytes(32, "big")
"""The precompiled contract that returns what it is given (EVM, Yellow Paper, appendix E.3)."""
_FAILED = (
    bytes.fromhex("08c379a0")
    + (32).to_bytes(32, "big")
    + (23).to_bytes(32, "big")
    + b"Multicall3: call failed".ljust(32, b"\0")
)
_WORD = 32
_TIMES = 64
"""Fewer calls take longer texts."""


@lru_cache(maxsize=16)
def canary(gas: int, multicall: Address) -> bytes:
    """Calldata for Multicall3 that needs more than so much gas, and then always fails.

    Memory of w words costs 3 w + w² / 512 gas (Yellow Paper, appendix H.1), and little time. So the identity contract
    returns a long text many times, and Multicall3 keeps each answer in memory. All entries of the list of calls but the
    last point at the one call that stands before it, whose text is what follows. The last call fails and mustn't, which
    undoes everything and returns next to nothing.
    """
    words = isqrt(512 * gas) + 1
    length = max(-(-words // _TIMES), _TIMES + 6)
    # Where the words are, after the selector: 0 the place of the list, 1 to 3 the call, 4 how long its text is, then
    # the text: 5 how long the list is, its entries, and the call that fails.
    list_at, entries_at = 5, 6
    last = entries_at + _TIMES + 1
    call = _number(_WORD * (1 - entries_at))
    failing = _number(_WORD * (last - entries_at))
    text = (
        _number(_TIMES + 1),
        *([call] * _TIMES),
        failing,
        word(multicall),
        _number(0),
        _number(96),
        _number(0),
    )
    return b"".join(
        (
            _AGGREGATE3,
            _number(_WORD * list_at),
            *(_IDENTITY, _number(1), _number(96)),
            _number(_WORD * length),
            *text,
            bytes(_WORD * (length - len(text))),
        )
    )


def was_enough(success: bool, data: bytes) -> bool:
    """Whether the canary got as far as its own end, by what came of it."""
    return not success and data == _FAILED


def _number(value: int) -> bytes:
    """A word; a negative one in two's complement."""
    return (value % (1 << 256)).to_bytes(_WORD, "big")
