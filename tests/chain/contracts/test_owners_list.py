"""A list of owners is taken only if it is exactly one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chain.calls.state import Reverted
from bot.chain.nodes.agreement import NoAnswer
from bot.chain.sources.safe_owners import SafeOwnersReads
from bot.domain.blocks import BlockRef, Undetermined, Value
from bot.domain.ids import Address, BlockHash, ChainId, address
from bot.domain.power import SafeOwners

SAFE = SafeOwners(chain=ChainId(1), contract=address("0x" + "5a" * 20))
READS = SafeOwnersReads()
AT = BlockRef(SAFE.chain, 1, BlockHash("0x" + "5b" * 32), 1_700_000_000)


def word(number: int) -> bytes:
    return number.to_bytes(32, "big")


def listed(*owners: int, begins: int = 32, count: int | None = None) -> bytes:
    return word(begins) + word(len(owners) if count is None else count) + b"".join(map(word, owners))


def account(number: int) -> Address:
    return address(f"0x{number:040x}")


@given(st.sets(st.integers(1, 2**160 - 1), min_size=1, max_size=20), st.integers(1, 2**160 - 1))
def test_the_owners_and_nobody_else_have_one_each(owners: set[int], other: int) -> None:
    answer = listed(*owners)
    assert READS.total(SAFE, [answer]) == Value(len(owners))
    for owner in owners:
        assert READS.power(SAFE, account(owner), [answer], AT) == Value(1)
    assert READS.power(SAFE, account(other), [answer], AT) == Value(int(other in owners))


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        listed(),
        listed(7, begins=64),
        listed(7, 8, count=1),
        listed(7, count=2),
        listed(7, 7),
        listed(0),
        listed(2**160),
        listed(7)[:-1],
        listed(7) + b"x",
        word(1),
        Reverted("no"),
        NoAnswer("gone"),
    ],
)
def test_anything_else_is_undetermined(answer: object) -> None:
    for reading in (READS.power(SAFE, account(7), [answer], AT), READS.total(SAFE, [answer])):  # type: ignore[list-item]
        assert isinstance(reading, Undetermined)


@given(st.binary(max_size=200))
def test_any_bytes_are_owners_or_undetermined(answer: bytes) -> None:
    reading = READS.total(SAFE, [answer])
    assert isinstance(reading, Undetermined) or reading.raw >= 1
