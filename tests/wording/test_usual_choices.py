"""For, Against and Abstain are words of each language, and may be typed as they are shown."""

from pathlib import Path

import pytest

from bot.domain.ballot_formats.names import number_of
from bot.wording.catalog import FOLDER
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from bot.wording.voting.choices import label_of

USUAL = ("For", "Against", "Abstain")
SHIPPED = sorted(path.parents[1].name for path in Path(FOLDER).glob("*/*/*.po"))


@pytest.mark.parametrize("locale", ["en", *SHIPPED])
def test_the_usual_choices_are_understood_as_each_language_shows_them(locale: str) -> None:
    say = language(locale, DISCORD)
    for number, name in enumerate(USUAL, start=1):
        shown = label_of(name, number, say)
        assert say.choice(name) == shown
        for typed in (shown, shown.upper(), f" {shown.lower()} ", name, f"#{number}"):
            assert number_of(USUAL, typed) == number
    assert (label_of("For", 1, say) == "For") == (locale == "en")


def test_an_authors_own_choices_stay_as_they_are_and_go_first() -> None:
    german = language("de", DISCORD)
    assert german.choice("Forward") == "Forward"
    assert number_of(("For", "Dafür", "Dagegen"), "dafür") == 2
    assert number_of(("Oak", "Elm"), "Dagegen") is None
