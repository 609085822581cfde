"""The catalogues have every sentence that is looked up, and the slash commands use the same ones."""

from pathlib import Path
from typing import Any

import discord
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from discord.app_commands import TranslationContext, TranslationContextLocation, locale_str

from bot.wording.catalog import COMMAND, DOMAIN, TEXT, translations
from bot.wording.catalog.extraction import NotReadable, sentences_in
from bot.wording.language import language, locale_of
from cogs.components.translator import CatalogueTranslator
from scripts.messages import TEMPLATE, template, written


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Catalogues of one language, which knows two sentences."""
    german = Catalog(locale="de", domain=DOMAIN)
    german.add("Nothing was changed.", "Nichts wurde geändert.")
    german.add("Vote on an open proposal", "Stimme ab", context=TEXT)
    path = tmp_path / "de" / "LC_MESSAGES" / f"{DOMAIN}.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, german)
    return tmp_path


def test_the_template_is_what_make_messages_writes_with_commands_and_options() -> None:
    made = template()
    assert TEMPLATE.read_bytes() == written(made), "run `make messages`"
    assert made.get("propose", COMMAND) is not None
    assert any(message.context == TEXT for message in made)


def test_each_sentence_is_plain_text_where_it_is_looked_up(tmp_path: Path) -> None:
    source = tmp_path / "words.py"
    source.write_text('def words(say, name):\n    return say._("Hello " + name)\n')
    with pytest.raises(NotReadable, match=r"words\.py:2"):
        list(sentences_in([source], tmp_path))


@pytest.mark.parametrize("say", ["say", "plain", "say.plain()"])
def test_a_sentence_is_found_whatever_the_language_is_called(tmp_path: Path, say: str) -> None:
    source = tmp_path / "words.py"
    source.write_text(f"def words(say):\n    return {say}._('Hello.')\n")
    ((_, sentence),) = sentences_in([source], tmp_path)
    assert sentence.forms == ("Hello.",)


def test_a_sentence_within_an_f_string_is_found(tmp_path: Path) -> None:
    source = tmp_path / "words.py"
    source.write_text("def words(say):\n    return f\"• {say._('Hello.')}\"\n")
    ((_, sentence),) = sentences_in([source], tmp_path)
    assert sentence.forms == ("Hello.",)


@pytest.mark.parametrize("locale", ["de", "de-AT", "de_CH"])
def test_a_locale_finds_the_catalogue_of_its_language(folder: Path, locale: str) -> None:
    name, catalogue = translations(locale, folder)
    assert name == locale.replace("-", "_")
    assert catalogue.gettext("Nothing was changed.") == "Nichts wurde geändert."
    assert catalogue.gettext("Something new.") == "Something new."


def test_a_language_without_a_catalogue_is_english(folder: Path) -> None:
    assert translations("fr", folder)[0] == "en"
    assert language("fr")._("Nothing was changed.") == "Nothing was changed."


@pytest.mark.parametrize(
    ("environment", "locale"),
    [
        ({"LC_ALL": "de_DE.UTF-8", "LANG": "C"}, "de_DE"),
        ({"LC_ALL": "", "LANG": "fr_FR@euro"}, "fr_FR"),
        ({"LANG": "C.UTF-8"}, "C"),
        ({}, "en"),
    ],
)
def test_the_terminal_speaks_the_language_of_its_environment(
    environment: dict[str, str], locale: str
) -> None:
    assert locale_of(environment) == locale


@pytest.mark.parametrize(
    ("locale", "text", "translated"),
    [
        (discord.Locale.german, "Vote on an open proposal", "Stimme ab"),
        (discord.Locale.german, "Something new", None),
        (discord.Locale.french, "Vote on an open proposal", None),
    ],
)
async def test_commands_are_translated_by_the_same_catalogues(
    folder: Path, locale: discord.Locale, text: str, translated: str | None
) -> None:
    nothing: Any = None
    place: Any = TranslationContext(location=TranslationContextLocation.command_description, data=nothing)
    assert await CatalogueTranslator(folder).translate(locale_str(text), locale, place) == translated
