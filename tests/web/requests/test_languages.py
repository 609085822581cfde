"""In which language a page speaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.requests.languages import accepted, locale_for
from bot.wording.language import language


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ("", []),
        ("de", ["de"]),
        ("de-AT,de;q=0.9,en;q=0.8", ["de-AT", "de", "en"]),
        ("en;q=0.5, fr;q=0.7 , *;q=0.1", ["fr", "en"]),
        ("de;q=0, en", ["en"]),
        ("de;q=2, en", ["en"]),
    ],
)
def test_the_browser_says_which_languages_it_wants_most(header: str, tags: list[str]) -> None:
    assert accepted(header) == tags


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "tag", ["../../etc", "en/../de", "de\x00", "de_DE.UTF-8", "x" * 1000, "*", "", "de-" + "a" * 20, "..%2f"]
)
def test_a_language_that_is_none_is_not_looked_for(tag: str) -> None:
    assert accepted(tag) == []
    assert locale_for([tag]) == "en"


TAGS = st.from_regex(r"(de|es|en|fr)(-[A-Za-z0-9]{2,8}){0,2}", fullmatch=True)


@given(st.text(max_size=200) | TAGS)
def test_any_header_gives_a_language(header: str) -> None:
    assert language(locale_for(accepted(header))).locale.language in ("de", "en", "es")


@pytest.mark.attack("web")
@pytest.mark.parametrize("tag", ["de-XX", "de-1996", "de-Latn-1901", "de-12345678"])
def test_a_tag_that_is_known_by_its_language_alone_is_spoken_in_that(tag: str) -> None:
    assert str(language(locale_for(accepted(tag))).locale) == "de"


@pytest.mark.attack("files")
@pytest.mark.parametrize("locale", ["../catalog/de", "./de", "de/../es", "de\0", "../../de"])
def test_a_locale_that_is_a_path_leads_nowhere(locale: str) -> None:
    assert str(language(locale).locale) == "en"
