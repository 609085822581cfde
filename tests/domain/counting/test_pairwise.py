"""All ballots are compared at once, and it gives what comparing them one by one gives."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.counting.copeland import pairwise
from bot.domain.counting.roll import Roll

Ranking = tuple[int, ...]


@st.composite
def rankings(draw: st.DrawFn) -> tuple[int, list[Ranking]]:
    """Rankings of 1 to 140 choices, by which two, four, eight bits or none are enough for a place."""
    size = draw(st.sampled_from([1, 2, 3, 4, 5, 9, 10, 15, 16, 17, 18, 126, 127, 140]))
    full = draw(st.booleans())
    some = st.permutations(range(1, size + 1)).flatmap(
        lambda order: st.just(order) if full else st.integers(1, size).map(lambda ranked: order[:ranked])
    )
    return size, [tuple(ranking) for ranking in draw(st.lists(some, max_size=6))]


@settings(max_examples=60)
@given(rankings())
def test_of_two_choices_the_one_ranked_first_gets_the_power(drawn: tuple[int, list[Ranking]]) -> None:
    size, choices = drawn
    powers = [10**18 + number for number in range(len(choices))]
    above = pairwise(Roll(size, [""] * len(choices), powers, choices, sum(powers), len(powers), None))
    for one, other in product(range(1, size + 1), repeat=2):
        preferring = [
            power
            for ranking, power in zip(choices, powers, strict=True)
            if one != other
            and one in ranking
            and (other not in ranking or ranking.index(one) < ranking.index(other))
        ]
        assert above[one - 1][other - 1] == sum(preferring)
