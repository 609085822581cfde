"""The lot: it follows from the terms and the block alone, and from each part of them."""

import hashlib
import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.ids import BlockHash, ChainId, GuildId, MemberId
from bot.domain.sortition.draw import drawn
from bot.domain.sortition.terms import DrawTerms, title_of
from tests.domain.sortition.draws import BLOCK, POOL, TERMS

hashes = st.binary(min_size=32, max_size=32).map(lambda data: BlockHash("0x" + data.hex()))
pools = st.frozensets(st.integers(1, 2**63 - 1).map(MemberId), min_size=30, max_size=60).map(
    lambda pool: tuple(sorted(pool))
)
texts = st.text(max_size=100).map(title_of)
terms_of = st.builds(
    DrawTerms,
    server=st.integers(1, 2**63 - 1).map(GuildId),
    number=st.integers(1, 2**31),
    title=texts,
    seats=st.integers(12, 15),
    chain=st.integers(1, 2**32).map(ChainId),
    after=st.integers(1, 2**33),
    pool=pools,
)


def from_the_page(terms: DrawTerms, block: str) -> list[int]:
    """The order of the pool as docs/sortition.md says it, from the announcement's file and nothing of ours."""
    announced = json.dumps(terms.document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    commitment = hashlib.sha256(announced.encode()).digest()
    tickets = {
        hashlib.sha256(bytes.fromhex(block[2:]) + commitment + int(member).to_bytes(8, "big")).digest(): int(
            member
        )
        for member in terms.document["pool"]
    }
    return [tickets[ticket] for ticket in sorted(tickets)]


@given(terms=terms_of, block=hashes)
def test_who_is_drawn_is_what_the_page_says(terms: DrawTerms, block: BlockHash) -> None:
    jury, order = drawn(terms, block), from_the_page(terms, block)
    assert list(jury.members) == order[: terms.seats]
    assert list(jury.substitutes) == order[terms.seats : 2 * terms.seats]


@given(terms=terms_of, other=terms_of, block=hashes, another=hashes, data=st.data())
def test_changing_any_input_changes_who_is_drawn(
    terms: DrawTerms, other: DrawTerms, block: BlockHash, another: BlockHash, data: st.DataObject
) -> None:
    before = drawn(terms, block)
    if block != another:
        assert drawn(terms, another) != before
    for field in ("server", "number", "title", "seats", "chain", "after", "pool"):
        if getattr(terms, field) != getattr(other, field):
            assert drawn(replace(terms, **{field: getattr(other, field)}), block) != before, field
    # One who is not even drawn, and leaves the pool, changes it for all: nobody profits from naming strangers.
    outside = set(terms.pool) - set(before.members) - set(before.substitutes)
    if outside:
        gone = data.draw(st.sampled_from(sorted(outside)))
        assert drawn(replace(terms, pool=tuple(each for each in terms.pool if each != gone)), block) != before


def test_everybody_is_drawn_as_often_as_others() -> None:
    pool = POOL[:10]
    counts: Counter[MemberId] = Counter()
    for number in range(2_000):
        block = BlockHash("0x" + hashlib.sha256(str(number).encode()).hexdigest())
        counts.update(drawn(replace(TERMS, seats=3, pool=pool), block).members)
    squares = sum((counts[member] - 600) ** 2 for member in pool) / 420
    assert squares < 27.9, "chi-square with nine degrees of freedom, p = 0.001"


def test_nobody_has_two_seats_and_a_small_pool_has_fewer_substitutes() -> None:
    jury = drawn(replace(TERMS, seats=25), BLOCK.hash)
    assert (len(jury.members), len(jury.substitutes)) == (25, 15)
    assert sorted((*jury.members, *jury.substitutes)) == list(POOL)


@pytest.mark.parametrize(
    ("typed", "kept"), [("  a\n b ", "a b"), ("a\0\ud800\u202eb", "ab"), ("🎲" * 200, "🎲" * 100)]
)
def test_a_title_is_kept_as_every_database_stores_it(typed: str, kept: str) -> None:
    assert title_of(typed) == kept
