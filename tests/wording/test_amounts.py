"""Amounts of power and lists of choices, as people read them."""

from fractions import Fraction

import pytest

from bot.domain.policy.model import PowerRule
from bot.wording.amounts import power_text
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from bot.wording.voting.choices import all_of, label_of, one_of

UNIT = 10**18
SAY, PLAINLY = language(markup=DISCORD), language()


@pytest.mark.parametrize(
    ("amount", "exact", "words"),
    [
        (0, False, "0 votes"),
        (UNIT, False, "1 vote"),
        (UNIT + UNIT // 1000, False, "1 vote"),
        (UNIT + UNIT // 1000, True, "1.001 votes"),
        (3 * UNIT // 2, False, "1.5 votes"),
        (2000 * UNIT, False, "2\u202f000 votes"),
        (1, False, "less than 0.01 votes"),
        (Fraction(1, 2), False, "less than 0.01 votes"),
        (10**60 * UNIT, False, "about 10^60 votes"),
    ],
)
def test_an_amount_is_cut_and_never_reads_as_nothing(amount: int | Fraction, exact: bool, words: str) -> None:
    assert power_text(amount, PowerRule(sources=()), SAY, exact=exact) == words


def test_a_token_may_call_itself_what_it_likes_and_does_no_harm() -> None:
    named = PowerRule(sources=(), symbol="**@everyone**")
    assert power_text(UNIT, named, SAY) == "1 \\*\\*\\@everyone\\*\\*"
    assert power_text(UNIT, named, PLAINLY) == "1 **@everyone**"
    assert power_text(2 * UNIT, PowerRule(sources=(), symbol="\u3164"), SAY) == "2 votes"


def test_of_many_choices_the_first_are_named_and_the_others_counted() -> None:
    names = ["Ada", "Ben", "Cleo", "Dan", "Eve"]
    assert all_of(names[:1], SAY) == "Ada"
    assert all_of(names[:4], SAY) == "Ada, Ben, Cleo and Dan"
    assert all_of(names, SAY) == "Ada, Ben, Cleo and 2 more"
    assert one_of(names[:2], SAY) == "Ada or Ben"


def test_a_choice_without_a_visible_name_still_has_a_label() -> None:
    assert label_of("\u3164", 3, SAY) == "Choice 3"
    assert label_of("x" * 100, 3, SAY) == "x" * 79 + "…"
