"""Roots start from a floating-point guess and are exact all the same."""

from __future__ import annotations

from math import isqrt

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.counting.exact import NEAR, roots

AROUND_A_SQUARE = st.builds(
    lambda root, offset, above: max(0, min(root * root + (2 * root if above else 0) + offset, NEAR - 1)),
    st.integers(0, isqrt(NEAR - 1)),
    st.integers(-2, 2),
    st.booleans(),
)
NUMBERS = st.integers(0, NEAR - 1) | AROUND_A_SQUARE


def test_the_root_of_every_small_number_is_its_floor() -> None:
    numbers = range(1 << 14)
    assert roots(numbers, NEAR - 1) == list(map(isqrt, numbers))


def test_next_to_the_squares_of_every_length_a_root_is_its_floor() -> None:
    near_powers_of_two = [(1 << bits) + offset for bits in range(2, 100) for offset in (-1, 0, 1)]
    squares = [root * root for root in (*near_powers_of_two, isqrt(NEAR - 1))]
    numbers = [square + offset for square in squares for offset in (-2, -1, 0, 1) if square + offset < NEAR]
    assert roots(numbers, NEAR - 1) == list(map(isqrt, numbers))


@given(st.lists(NUMBERS, max_size=50))
def test_the_root_of_any_number_within_reach_of_the_guess_is_its_floor(numbers: list[int]) -> None:
    for number, root in zip(numbers, roots(numbers, NEAR - 1), strict=True):
        assert root * root <= number < (root + 1) ** 2


@given(st.lists(st.integers(0, NEAR**8), max_size=5))
def test_the_root_of_a_number_beyond_any_float_is_its_floor(numbers: list[int]) -> None:
    for number, root in zip(numbers, roots(numbers, NEAR**8), strict=True):
        assert root * root <= number < (root + 1) ** 2
