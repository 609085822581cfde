"""The bytes of a call (Solidity's ABI), for calls that follow from a rule."""

from collections.abc import Sequence

from eth_utils.crypto import keccak

_WORD = 32


Value = int | bytes | list[int]


def calldata(signature: str, values: Sequence[Value]) -> str:
    """The call of a function by its signature, such as `transfer(address to, uint256 amount)`: 0x-prefixed hex.

    A value is the number that fills its place (of an account its address as a number), the bytes of a string or of
    `bytes`, or the numbers of a list.
    """
    return selector(signature) + _encoded(values).hex()


def selector(signature: str) -> str:
    """What a call of the function begins with: 0x-prefixed hex."""
    name, _, parameters = signature.rstrip(")").partition("(")
    types = ",".join(parameter.split()[0] for parameter in parameters.split(", "))
    return f"0x{keccak(text=f'{name}({types})')[:4].hex()}"


def _encoded(values: Sequence[Value]) -> bytes:
    """Numbers in their places; of bytes and lists their place there, and they themselves after all places."""
    head, tail = b"", b""
    for value in values:
        if isinstance(value, int):
            head += _word(value)
            continue
        head += _word(_WORD * len(values) + len(tail))
        tail += _word(len(value))
        if isinstance(value, bytes):
            tail += value + bytes(-len(value) % _WORD)
        else:
            tail += b"".join(map(_word, value))
    return head + tail


def _word(number: int) -> bytes:
    return number.to_bytes(_WORD, "big")
