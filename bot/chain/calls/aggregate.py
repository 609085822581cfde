"""The bytes of Multicall3's `aggregate3((address,bool,bytes)[])`, packed and unpacked by hand.

Thousands of calls go through here at once, where a general ABI codec takes longer than the node does. The tests
compare both.
"""

from collections.abc import Sequence

from bot.chain.calls.state import Call

_SELECTOR = bytes.fromhex("82ad56cb")
_TRUE = (1).to_bytes(32, "big")
_OFFSET_IN_CALL = (96).to_bytes(32, "big")
_OFFSET_IN_RESULT = 64
_OFFSET_OF_ARRAY = (32).to_bytes(32, "big")


class Malformed(ValueError):
    """The answer isn't the encoding of an array of results."""


def aggregate3(calls: Sequence[Call]) -> bytes:
    """Calldata for these calls, each of which may fail."""
    offsets: list[bytes] = []
    bodies: list[bytes] = []
    offset = 32 * len(calls)
    for call in calls:
        length = len(call.data)
        body = b"".join(
            (
                bytes(12),
                bytes.fromhex(call.to[2:]),
                _TRUE,
                _OFFSET_IN_CALL,
                length.to_bytes(32, "big"),
                call.data,
                bytes(-length % 32),
            )
        )
        offsets.append(offset.to_bytes(32, "big"))
        bodies.append(body)
        offset += len(body)
    return b"".join((_SELECTOR, _OFFSET_OF_ARRAY, len(calls).to_bytes(32, "big"), *offsets, *bodies))


def results(answer: bytes, calls: int) -> list[tuple[bool, bytes]]:
    """For each call whether it succeeded, and what it returned.

    Raises Malformed when the answer isn't exactly that many results.
    """
    if _word(answer, 0) != 32 or _word(answer, 32) != calls:
        raise Malformed("the answer to an aggregate has the wrong shape")
    found: list[tuple[bool, bytes]] = []
    for number in range(calls):
        start = 64 + _word(answer, 64 + 32 * number)
        success, offset, length = _word(answer, start), _word(answer, start + 32), _word(answer, start + 64)
        end = start + 96 + length
        if success > 1 or offset != _OFFSET_IN_RESULT or end > len(answer):
            raise Malformed("a result of an aggregate has the wrong shape")
        found.append((success == 1, answer[start + 96 : end]))
    return found


def _word(data: bytes, start: int) -> int:
    word = data[start : start + 32]
    if len(word) != 32:
        raise Malformed("the answer to an aggregate is cut off")
    return int.from_bytes(word, "big")
