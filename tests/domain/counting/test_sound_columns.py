"""A whole column of choices is sound exactly where none of its choices has a fault."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.counting.copeland import COPELAND
from bot.domain.counting.ranking import RankingOptions

SIZES = st.sampled_from([1, 2, 3, 8, 9, 17, 255, 256])


@st.composite
def columns(draw: st.DrawFn) -> tuple[int, list[tuple[int, ...]]]:
    """Rankings, most of them full, of which some are spoiled in one place."""
    size = draw(SIZES)
    full = st.permutations(range(1, size + 1)) if size < 20 else st.just(range(1, size + 1))
    rankings = draw(st.lists(full.map(list), max_size=6))
    for ranking in rankings:
        if draw(st.booleans()) and draw(st.booleans()):
            wrong: Any = st.sampled_from([0, -1, size + 1, 300, 2**70, ranking[0]])
            ranking[draw(st.integers(0, size - 1))] = draw(wrong)
        if draw(st.integers(0, 5)) == 0:
            ranking.pop()
    return size, [tuple(ranking) for ranking in rankings]


@given(columns(), st.booleans())
def test_rankings_are_sound_together_where_each_is_without_fault(
    given_columns: tuple[int, list[tuple[int, ...]]], require_full: bool
) -> None:
    size, rankings = given_columns
    options = RankingOptions(require_full=require_full)
    assert COPELAND.sound is not None
    assert COPELAND.sound(rankings, size, options) == all(
        COPELAND.fault(ranking, size, options) is None for ranking in rankings
    )
