"""What changed between two sets of sentences: nothing of either is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wording.proposals.rule_changes import different_lines
from tests.said import PLAIN_ENGLISH

_words = st.lists(
    st.sampled_from(["For", "at", "least", "4%", "30%", "days", "of", "a", "b"]), min_size=1, max_size=9
)
_lines = st.lists(
    st.builds(
        lambda name, words: f"{name}: {' '.join(words)}", st.sampled_from(["Quorum", "Veto", "Power"]), _words
    ),
    max_size=5,
)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("Quorum: at least 4% of all", "Quorum: at least 30% of all", ["Quorum: at least 4% → 30% of all"]),
        ("Voting: 5 days, then 2", "Voting: 1 day, then 2", ["Voting: 5 days → 1 day, then 2"]),
        ("Quorum: none", "Veto: none", ["was: Quorum: none", "is now: Veto: none"]),
        ("Power: a", "Power: a", []),
    ],
)
def test_a_change_of_few_words_is_told_with_an_arrow(before: str, now: str, said: list[str]) -> None:
    assert different_lines([before], [now], PLAIN_ENGLISH) == said


@given(_lines, _lines)
def test_each_line_that_is_gone_or_new_can_be_read_from_what_is_told(
    before: list[str], now: list[str]
) -> None:
    told = different_lines(before, now, PLAIN_ENGLISH)
    for line in set(before) - set(now):
        assert f"was: {line}" in told or any(line in _befores(each) for each in told)
    for line in set(now) - set(before):
        assert f"is now: {line}" in told or any(line in _afters(each) for each in told)
    assert bool(told) == (set(before) != set(now))


def _befores(told: str) -> list[str]:
    """What a line with an arrow may have been: all before the arrow, and some end of what follows it."""
    left, _, right = (part.split() for part in told.partition("→"))
    return [" ".join([*left, *right[at:]]) for at in range(len(right) + 1)]


def _afters(told: str) -> list[str]:
    """What it may be now: some beginning of what stands before the arrow, and all that follows."""
    left, _, right = (part.split() for part in told.partition("→"))
    return [" ".join([*left[:at], *right]) for at in range(len(left) + 1)]
