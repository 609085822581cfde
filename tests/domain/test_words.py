"""What is looked for is the same however it is written, and never more than a button holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.proposals.words import (
    BETWEEN,
    LONGEST_WORD,
    MOST_WORDS,
    SEARCH_LENGTH,
    words_of,
    words_to_find,
)


def test_words_are_runs_of_letters_and_digits_without_case_and_accents() -> None:
    assert words_of("Die STRASSE, die Straße: Ávila_2", "ﬁn ²") == ("die", "strasse", "avila", "2", "fin")
    assert words_of("井戸を Dig") == ("井", "戸", "を", "dig")


def test_a_text_has_only_so_many_words_of_such_a_length() -> None:
    assert len(words_of(" ".join(f"w{number}" for number in range(MOST_WORDS + 5)))) == MOST_WORDS
    assert words_of("a" * 100) == ("a" * LONGEST_WORD,)


@pytest.mark.parametrize(
    "typed", ["a" * 40 + " b c", "ab " * 40, "𐐀" * 40 + " x", "a" * SEARCH_LENGTH + " b"]
)
@pytest.mark.attack("text")
def test_what_is_too_long_is_cut_and_the_search_comes_to_an_end(typed: str) -> None:
    assert words_to_find(typed)


@given(st.text(max_size=200) | st.text(alphabet="aß ﬃ井𐐀\u0301", max_size=80))
def test_what_a_button_holds_is_read_back_as_it_was(typed: str) -> None:
    words = words_to_find(typed)
    held = BETWEEN.join(words)
    assert len(held.encode("utf-16-le")) // 2 <= SEARCH_LENGTH
    assert words_to_find(held) == words
    assert ":" not in held
    assert "/" not in held
