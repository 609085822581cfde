"""What the event of a new proposal says of it. The contract may write anything there, of any length."""

from collections.abc import Sequence

import msgspec
from eth_abi.abi import encode
from eth_utils.crypto import keccak

from bot.domain.ids import Address, address

CREATED = (
    "0x"
    + keccak(
        text="ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)"
    ).hex()
)
_WORD = 32
_ADDRESSES = 1 << 160
LONGEST_TOLD = 64 * 1024
"""Bytes of an answer: of a hundred proposals it is asked for at each look."""


class CreatedCall(msgspec.Struct, frozen=True):
    """One call, as the event has it."""

    to: Address
    value: int
    signature: bytes
    """Of the function, where it is named apart from its arguments: a text, as far as anybody sees to that. Empty where
    `data` has it all."""
    data: bytes

    @property
    def calldata(self) -> bytes:
        """As Compound's Timelock makes it, which puts the selector of a named function before the data."""
        return keccak(primitive=self.signature)[:4] + self.data if self.signature else self.data


class Created(msgspec.Struct, frozen=True):
    """A proposal as its event tells it."""

    number: int
    """Its id."""
    proposer: Address
    calls: tuple[CreatedCall, ...]
    starts: int
    ends: int
    description: bytes

    @property
    def hash(self) -> int:
        """OpenZeppelin's `hashProposal` of just these calls and this text."""
        targets = [call.to for call in self.calls]
        values = [call.value for call in self.calls]
        data = [call.data for call in self.calls]
        types = ["address[]", "uint256[]", "bytes[]", "bytes32"]
        return int.from_bytes(keccak(encode(types, [targets, values, data, keccak(self.description)])), "big")


class Malformed(Exception):
    """The data aren't those of such an event."""


def created(data: bytes) -> Created:
    """What the event's data say. Raises Malformed.

    A general decoder follows every offset: thousands of them that lead to the same megabyte make gigabytes. Here all
    parts together are no longer than the data.
    """
    reader = _Reader(data)
    targets = [_account(each) for each in reader.words(2)]
    calls = _calls(targets, reader.words(3), reader.texts(4), reader.texts(5))
    return Created(
        reader.word(0),
        _account(reader.word(_WORD)),
        calls,
        reader.word(6 * _WORD),
        reader.word(7 * _WORD),
        reader.bytes_at(reader.word(8 * _WORD)),
    )


def calls_told(data: bytes, *, signatures: bool, longest: int = LONGEST_TOLD) -> tuple[CreatedCall, ...]:
    """The calls of a proposal that already exists, as a Governor's answer tells them: targets, values and data, with
    `signatures` before the data. Raises Malformed, also where it is longer than so many bytes."""
    if len(data) > longest:
        raise Malformed
    reader = _Reader(data)
    targets, values = [_account(each) for each in reader.words(0)], reader.words(1)
    named = reader.texts(2) if signatures else [b""] * len(targets)
    datas = reader.texts(3 if signatures else 2)
    return _calls(targets, values, named, datas)


def _calls(
    targets: Sequence[Address], values: Sequence[int], signatures: Sequence[bytes], datas: Sequence[bytes]
) -> tuple[CreatedCall, ...]:
    if not len(targets) == len(values) == len(signatures) == len(datas):
        raise Malformed
    return tuple(map(CreatedCall, targets, values, signatures, datas))


class _Reader:
    """Reads ABI-encoded arguments, each by its place among them."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = len(data)
        """Bytes that may still be read of dynamic parts."""

    def word(self, at: int) -> int:
        part = self._data[at : at + _WORD]
        if len(part) < _WORD:
            raise Malformed
        return int.from_bytes(part, "big")

    def words(self, place: int) -> list[int]:
        """A list of words."""
        at = self.word(place * _WORD)
        return [self.word(at + _WORD * (1 + each)) for each in range(self._length(at, _WORD))]

    def texts(self, place: int) -> list[bytes]:
        """A list of bytes or texts."""
        at = self.word(place * _WORD)
        head = at + _WORD
        return [
            self.bytes_at(head + self.word(head + _WORD * each)) for each in range(self._length(at, _WORD))
        ]

    def bytes_at(self, at: int) -> bytes:
        length = self._length(at, 1)
        part = self._data[at + _WORD : at + _WORD + length]
        if len(part) < length:
            raise Malformed
        return part

    def _length(self, at: int, size: int) -> int:
        """How many items of so many bytes stand there."""
        length = self.word(at)
        self._left -= length * size
        if self._left < 0:
            raise Malformed
        return length


def _account(word: int) -> Address:
    if word >= _ADDRESSES:
        raise Malformed
    return address(f"0x{word:040x}")
