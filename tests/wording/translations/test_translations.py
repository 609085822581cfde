"""Translations: what would fail, or hide something, where somebody reads that language is found here."""

from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.wording.catalog import COMMAND, DOMAIN, FOLDER, TEXT
from scripts.translations import faults, untranslated


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
        ("Vote on this", "x" * 33, COMMAND, "more than 32 characters"),
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


@pytest.mark.parametrize("english", ["Use `/wallet link` again.", "Use /wallet link, or /wallet."])
def test_commands_go_by_their_names_in_the_sentences_too(english: str) -> None:
    german = Catalog(locale="de")
    german.add("wallet", "geldbeutel", context=COMMAND, auto_comments=["/wallet"])
    german.add("link", "verknüpfen", context=COMMAND, auto_comments=["/wallet link"])
    german.add(
        english, english.replace("/wallet link", "/geldbeutel verknüpfen").replace("/wallet.", "/geldbeutel.")
    )
    assert list(faults(german)) == []
    german[english].string = english
    (told,) = faults(german)
    assert "/geldbeutel verknüpfen" in told


@pytest.mark.parametrize(("short", "used"), [("`trennen`", True), ("`unlink`", False)])
def test_commands_of_the_same_group_go_by_their_last_word(short: str, used: bool) -> None:
    german = Catalog(locale="de")
    german.add("link", "verknüpfen", context=COMMAND, auto_comments=["/wallet link"])
    german.add("unlink", "trennen", context=COMMAND, auto_comments=["/wallet unlink"])
    german.add("Use `/wallet link`, `unlink`.", f"Nimm `/wallet verknüpfen`, {short}.")
    assert (list(faults(german)) == []) == used


@pytest.mark.parametrize("locale", ["de", "es"])
def test_the_languages_that_are_shipped_have_every_sentence_and_no_other(locale: str) -> None:
    """`make messages` takes new sentences over; somebody translates them."""
    with (FOLDER / f"{DOMAIN}.pot").open("rb") as file:
        template = read_po(file)
    path = FOLDER / locale / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as file:
        catalog = read_po(file, locale=locale)
    assert {(each.context, each.id) for each in catalog} == {(each.context, each.id) for each in template}
    assert list(untranslated(catalog)) == []
    compiled = BytesIO()
    write_mo(compiled, catalog)
    assert path.with_suffix(".mo").read_bytes() == compiled.getvalue(), "run `make messages`"
