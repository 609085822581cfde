"""The choices that an author names, one a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.ballot_formats.authors_choices import (
    LEAST,
    LINES_LIMIT,
    LONGEST,
    MOST,
    authors_choices,
)
from bot.domain.ballot_formats.candidates import lines_of
from bot.domain.errors import BadChoices
from bot.domain.policy.model import Policy, preset
from tests.said import raises_saying, said


def test_each_line_is_a_choice_and_empty_ones_are_none() -> None:
    assert authors_choices("  A well \n\n a   bridge\n\tA road\r\n") == ("A well", "a bridge", "A road")


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("", "there are 0, and 2 to 25 are needed"),
        ("A well", "there is 1, and 2 to 25 are needed"),
        ("\n".join(map(str, range(26))), "there are 26, and 2 to 25 are needed"),
        ("A well\na WELL", "“a WELL” looks like “A well”"),
        ("A well\nA\u200b well", "“A well” looks like “A well”"),
        ("A well\nＡ ｗｅｌｌ", "“Ａ ｗｅｌｌ” looks like “A well”"),
        # Who reads German would have two buttons of one name.
        ("For\nDafür", "“Dafür” looks like “For”"),
        ("a  FAVOR\nAgainst\nFor", "“For” looks like “a FAVOR”"),
        ("A well\n\u200b\u200b", "one of them shows nothing at all"),
        ("A well\n#1", "“#1” reads like the number of a choice"),
        ("A well\n" + "x" * 81, f"“{'x' * 80}…” has 81 characters, and 80 fit onto a button"),
    ],
)
def test_what_can_not_stand_on_a_ballot_is_refused_with_the_reason(lines: str, why: str) -> None:
    with pytest.raises(BadChoices) as refused:
        authors_choices(lines)
    assert said(refused.value.fault) == why


@given(st.text(max_size=300) | st.lists(st.text(max_size=90), max_size=30).map("\n".join))
def test_whatever_is_accepted_is_read_back_as_it_is_and_fits(lines: str) -> None:
    try:
        choices = authors_choices(lines)
    except BadChoices:
        return
    assert LEAST <= len(choices) <= MOST
    assert all(0 < len(name) <= LONGEST for name in choices)
    assert len(set(choices)) == len(choices)
    assert authors_choices(lines_of(choices, ())) == choices
    assert len(lines_of(choices, ())) <= LINES_LIMIT


@pytest.mark.parametrize("mechanism", ["approval", "ranked_choice", "copeland"])
def test_a_policy_has_no_more_choices_than_one_menu_where_all_stand_in_one(mechanism: str) -> None:
    def with_choices(number: int) -> Policy:
        names = [f"choice {place}" for place in range(number)]
        fields = {"mechanism": mechanism, "choices": names, "rules": {}}
        return Policy.model_validate({**preset("token").model_dump(), **fields})

    assert len(with_choices(MOST).choices) == MOST
    with raises_saying(ValidationError, "should be at most 25"):
        with_choices(MOST + 1)
