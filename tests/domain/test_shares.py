"""Shares in percent: they add up, keep the order of what they are of, and never hide what is there."""

import re
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quantities import percent, shares

PARTS = st.lists(st.integers(0, 2**256 - 1) | st.integers(0, 10), min_size=1, max_size=30)


def read(share: str) -> Fraction:
    number, unit = share.split("\u202f")
    assert unit == "%"
    assert re.fullmatch(r"\d+\.\d{1,3}", number)
    return Fraction(number)


@given(PARTS)
def test_shares_of_one_whole_add_up_to_exactly_a_hundred(parts: list[int]) -> None:
    told = [read(share) for share in shares(parts)]
    assert sum(told) == (100 if sum(parts) else 0)


@given(PARTS)
def test_each_share_is_less_than_one_of_its_last_digits_away_from_the_truth(parts: list[int]) -> None:
    whole = sum(parts) or 1
    for part, share in zip(parts, shares(parts), strict=True):
        digit = Fraction(1, 10 ** len(share.partition(".")[2].partition("\u202f")[0]))
        assert abs(read(share) - Fraction(100 * part, whole)) < digit


@given(PARTS)
def test_who_has_more_never_reads_as_having_less(parts: list[int]) -> None:
    told = [read(share) for share in shares(parts)]
    assert sorted(told) == [share for _, share in sorted(zip(parts, told, strict=True))]


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=5, unique=True))
def test_a_close_vote_reads_as_no_tie_and_a_small_part_as_something(parts: list[int]) -> None:
    told = shares(parts)
    assert len(set(told)) == len(parts)
    assert all(0 < read(share) < 100 for share in told)


def test_three_thirds_are_a_hundred_and_nothing_of_nothing_is_nothing() -> None:
    assert shares([1, 1, 1]) == ["33.4\u202f%", "33.3\u202f%", "33.3\u202f%"]
    assert shares([9999, 1]) == ["99.99\u202f%", "0.01\u202f%"]
    assert shares([5001, 4999]) == ["50.01\u202f%", "49.99\u202f%"]
    assert shares([0, 0]) == [percent(0, 0)] * 2
