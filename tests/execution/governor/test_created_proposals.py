"""What the event of a new proposal says, whoever wrote it: exactly that, or nothing."""

from __future__ import annotations

import pytest
from eth_abi import decode, encode
from eth_abi.exceptions import DecodingError
from eth_utils import keccak, to_checksum_address
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.executors import GovernorCall
from bot.domain.ids import Address
from bot.execution.governor.created import CREATED, Created, CreatedCall, Malformed, calls_told, created
from bot.execution.governor.proposing import proposal_id

TYPES = [
    "uint256",
    "address",
    "address[]",
    "uint256[]",
    "string[]",
    "bytes[]",
    "uint256",
    "uint256",
    "string",
]
ACCOUNT = to_checksum_address("0x" + "ab" * 20)
accounts = st.binary(min_size=20, max_size=20).map(to_checksum_address)
numbers = st.integers(0, 2**256 - 1)
calls = st.builds(
    CreatedCall,
    to=accounts,
    value=numbers,
    signature=st.text(max_size=40).map(str.encode),
    data=st.binary(max_size=100),
)


def event(
    given_calls: list[CreatedCall], description: bytes = b"# Pay", number: int = 7, ends: int = 9
) -> bytes:
    """The data of an event, as a contract of Solidity writes it."""
    return encode(
        [each.replace("string", "bytes") for each in TYPES],
        [
            number,
            ACCOUNT,
            [call.to for call in given_calls],
            [call.value for call in given_calls],
            [call.signature for call in given_calls],
            [call.data for call in given_calls],
            3,
            ends,
            description,
        ],
    )


PAY = CreatedCall(Address(ACCOUNT), 5, b"", b"")
ONE = event([PAY])


def test_the_event_is_the_one_that_governors_write() -> None:
    assert CREATED == "0x7d84a6263ae0d98d3329bd7b46bb4e8d6f98cd35a7adb45c274c8b7fd5ebd5e0"


@given(st.lists(calls, max_size=5), st.binary(max_size=200), numbers, numbers)
def test_every_event_is_read_as_it_was_written(
    made: list[CreatedCall], description: bytes, number: int, ends: int
) -> None:
    found = created(event(made, description, number, ends))
    assert found == Created(number, Address(ACCOUNT), tuple(made), 3, ends, description)


@given(st.lists(calls, max_size=3), st.text(max_size=50))
def test_the_hash_is_the_id_that_openzeppelin_gives(made: list[CreatedCall], description: str) -> None:
    found = created(event(made, description.encode()))
    governors = [GovernorCall(call.to, call.value, "0x" + call.data.hex()) for call in made]
    assert str(found.hash) == proposal_id(governors, description)


@given(st.binary(max_size=2_000))
def test_whatever_else_stands_there_is_no_event_or_one_that_can_be_written(data: bytes) -> None:
    try:
        found = created(data)
    except Malformed:
        return
    assert len(found.calls) * 32 <= len(data)


@given(st.lists(calls, min_size=1, max_size=3), st.data())
def test_a_changed_byte_gives_what_a_general_decoder_gives_or_nothing(
    made: list[CreatedCall], choose: st.DataObject
) -> None:
    data = bytearray(event(made))
    data[choose.draw(st.integers(0, len(data) - 1))] ^= choose.draw(st.integers(1, 255))
    try:
        found = created(bytes(data))
    except Malformed:
        return
    try:
        told = decode([each.replace("string", "bytes") for each in TYPES], bytes(data), strict=False)
    except DecodingError:
        return  # It minds padding and the like.
    assert [call.to.lower() for call in found.calls] == [each.lower() for each in told[2]]
    assert [call.value for call in found.calls] == list(told[3])
    assert [call.signature for call in found.calls] == list(told[4])
    assert [call.data for call in found.calls] == list(told[5])
    assert found.description == told[8]


def word(number: int) -> bytes:
    return number.to_bytes(32, "big")


def changed(place: int, number: int) -> bytes:
    """The event with another word at a place."""
    return ONE[: 32 * place] + word(number) + ONE[32 * (place + 1) :]


def bomb(items: int, size: int) -> bytes:
    """As many calldatas as like, all of them the same bytes."""
    head = [7, 1, 0, 0, 0, 0, 3, 9, 0]
    empty = 32 * len(head)
    datas = empty + 32
    body = (
        word(0) + word(items) + b"".join(word(32 * items) for _ in range(items)) + word(size) + b"\1" * size
    )
    for place, at in ((2, empty), (3, empty), (4, empty), (5, datas), (8, empty)):
        head[place] = at
    return b"".join(map(word, head)) + body


MALFORMED = {
    "nothing": b"",
    "half a word": ONE[:40],
    "no end": ONE[:-32],
    "a proposer that is no account": changed(1, 2**160),
    "a target that is no account": event([PAY]).replace(word(int(ACCOUNT, 16)), word(2**161)),
    "targets beyond": changed(2, 2**255),
    "values beyond": changed(3, len(ONE)),
    "signatures beyond": changed(4, 2**64),
    "calldatas beyond": changed(5, 2**256 - 1),
    "a description beyond": changed(8, len(ONE) - 16),
    "more targets than values": changed(2, 0),
    "a list without end": changed(2, 1),
    "as many calldatas as one likes": bomb(20_000, 100_000),
    "a few large calldatas that are one": bomb(3, 1_000_000),
}


@pytest.mark.attack("actions")
@pytest.mark.parametrize("lie", MALFORMED)
def test_what_is_no_event_of_a_proposal_is_none(lie: str) -> None:
    with pytest.raises(Malformed):
        created(MALFORMED[lie])


@pytest.mark.attack("actions")
def test_a_function_that_is_named_apart_is_called_as_the_timelock_does() -> None:
    call = CreatedCall(Address(ACCOUNT), 0, b"transfer(address,uint256)", word(1) + word(2))
    assert call.calldata[:4] == keccak(text="transfer(address,uint256)")[:4] == bytes.fromhex("a9059cbb")
    odd = CreatedCall(Address(ACCOUNT), 0, b"\xff\xfe()", b"\1")
    assert odd.calldata == keccak(b"\xff\xfe()")[:4] + b"\1"
    assert created(event([odd])).calls == (odd,)


def answer(given_calls: list[CreatedCall], *, signatures: bool) -> bytes:
    """What a Governor answers to `getActions`, or to `proposalDetails`."""
    targets, values, datas = (
        [call.to for call in given_calls],
        [call.value for call in given_calls],
        [call.data for call in given_calls],
    )
    if signatures:
        named = [call.signature for call in given_calls]
        return encode(["address[]", "uint256[]", "bytes[]", "bytes[]"], [targets, values, named, datas])
    return encode(["address[]", "uint256[]", "bytes[]", "bytes32"], [targets, values, datas, b"\7" * 32])


@given(st.lists(calls, max_size=5), st.booleans())
def test_what_a_governor_answers_is_read_as_it_answers(made: list[CreatedCall], signatures: bool) -> None:
    named = [each if signatures else replace(each, signature=b"") for each in made]
    assert calls_told(answer(made, signatures=signatures), signatures=signatures) == tuple(named)


@given(st.binary(max_size=1_000), st.booleans())
def test_whatever_else_is_answered_is_no_longer_when_it_is_read(data: bytes, signatures: bool) -> None:
    try:
        found = calls_told(data, signatures=signatures)
    except Malformed:
        return
    assert sum(64 + len(call.data) + len(call.signature) for call in found) <= len(data)


def answered_bomb(items: int, size: int, places: int) -> bytes:
    """The same bytes of calldata again and again, as an answer of so many parts in its head."""
    head = 32 * 4
    many = word(items) + word(0) * items
    datas = word(items) + b"".join(word(32 * items) for _ in range(items)) + word(size) + b"\1" * size
    heads = [head] * (places - 1) + [head + len(many)]
    return b"".join(map(word, heads)).ljust(head, b"\0") + many + datas


@pytest.mark.parametrize("signatures", [True, False])
@pytest.mark.parametrize(("items", "size"), [(2, 32_000), (300, 20_000), (100, 50_000), (400, 10_000)])
@pytest.mark.attack("floods")
def test_an_answer_that_says_the_same_bytes_again_and_again_is_no_answer(
    items: int, size: int, signatures: bool
) -> None:
    """A decoder that follows each offset makes megabytes of it, for each proposal and at each look."""
    data = answered_bomb(items, size, 4 if signatures else 3)
    with pytest.raises(Malformed):
        calls_told(data, signatures=signatures)


@pytest.mark.parametrize("signatures", [True, False])
@pytest.mark.attack("floods")
def test_an_answer_that_is_too_long_is_not_read(signatures: bool) -> None:
    data = answer([replace(PAY, data=b"\1" * 70_000)], signatures=signatures)
    with pytest.raises(Malformed):
        calls_told(data, signatures=signatures)
