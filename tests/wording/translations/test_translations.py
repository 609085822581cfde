"""Translations: what would fail, or hide something, where somebody reads that language is found here."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.wording.catalog import COMMAND, DOMAIN, FOLDER, TEXT
from scripts.translations import faults


def test_no_shipped_catalogue_has_a_fault() -> None:
    shipped = [FOLDER / f"{DOMAIN}.pot", *FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po")]
    for path in shipped:
        with path.open("rb") as file:
            assert list(faults(read_po(file))) == [], path


@pytest.mark.parametrize(
    ("sentence", "translated", "context", "why"),
    [
        ("Send {value} to {name}.", "Schicke etwas an {name}.", None, "['value'] must stand in it"),
        ("Send {value}.", "Schicke {wert}.", None, "nothing fills ['wert']"),
        ("Send {value}.", "Schicke {value.", None, "its braces can't be read"),
        (
            ("{number} vote", "{number} votes"),
            ("{number} Stimme", ""),
            None,
            "a form of the plural is missing",
        ),
        (("one vote", "{number} votes"), ("eine", "{zahl}"), None, "nothing fills ['zahl']"),
        ("vote", "Stimme ab", COMMAND, "no spaces"),
        ("vote", "Stimme", COMMAND, "lowercase"),
        ("Vote", "x" * 101, TEXT, "more than 100 characters"),
    ],
)
def test_a_translation_that_would_fail_is_told(
    sentence: str | tuple[str, str], translated: str | tuple[str, str], context: str | None, why: str
) -> None:
    catalog = Catalog(locale="de")
    catalog.add(sentence, translated, context=context)
    (told,) = faults(catalog)
    assert why in told


@pytest.mark.parametrize(
    ("sentence", "translated"),
    [
        ("Send {value}.", "Schicke {value}."),
        ("Send {value}.", ""),
        (("one vote", "{number} votes"), ("eine Stimme", "{number} Stimmen")),
        (("one vote", "{number} votes"), ("{number} Stimme", "{number} Stimmen")),
        (("one vote", "{number} votes"), ("", "")),
    ],
)
def test_a_translation_that_can_be_used_or_is_not_there_is_none(
    sentence: str | tuple[str, str], translated: str | tuple[str, str]
) -> None:
    catalog = Catalog(locale="de")
    catalog.add(sentence, translated)
    assert list(faults(catalog)) == []
