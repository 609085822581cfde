"""Which sentences of a catalogue a text has, in English and as they are translated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any, NamedTuple

from babel.messages.pofile import read_po

from bot.wording.catalog import CHOICE, COMMAND, DOMAIN, FOLDER, OPTION, TEXT

_OF_COMMANDS = (COMMAND, OPTION, TEXT, CHOICE)
_PLACEHOLDER = re.compile(r"\{\w*\}")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TELLTALE = re.compile(r"\b(?:the|and|you|your|this|which|with|isn't|doesn't)\b", re.IGNORECASE)
"""Words of English that are none of the other languages, in whatever didn't come from a catalogue."""
_MARKS = re.compile(r"[*`\\]")
_FEWEST_WORDS = 3
"""Of a sentence that is told from others, and from what members wrote."""
_NOTHING_READ = re.compile(r"<(script|style|pre|code)\b.*?</\1>", re.DOTALL)
_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|code|em|i|small|span|strong|time|var)\b[^>]*>")
_READ_ATTRIBUTE = re.compile(r'\b(?:alt|aria-label|placeholder|title|data-[a-z-]+)="([^"]*)"')


class Said(NamedTuple):
    """A sentence as it can be found in what was shown."""

    english: str
    """What it is in English, whichever language is looked for."""
    anchor: str
    """Its longest part without a placeholder."""
    pattern: re.Pattern[str]


class Catalogue:
    """The sentences that no reader of a language should meet in English."""

    def __init__(self, language: str) -> None:
        with (FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
            messages = [each for each in read_po(file) if each.id and each.context not in _OF_COMMANDS]
        ours = {_plain(form) for each in messages for form in _forms(each.string)}
        self._english: list[Said] = []
        self._translated: list[Said] = []
        for each in messages:
            english, translated = _forms(each.id), _forms(each.string)
            for one in english:
                # What is the same in both languages tells nothing. What isn't translated is looked for.
                if _plain(one) not in ours:
                    self._english += _sought(one, one)
            self._translated += [said for form in translated for said in _sought(english[0], form)]

    def english_in(self, lines: Iterable[str]) -> list[tuple[str, str]]:
        """(sentence, line) for each sentence of the catalogue that stands there in English, and (word, line) for words
        by which any English is known."""
        words = [(found[0], line) for line in lines if (found := _TELLTALE.search(line))]
        return [*_found(self._english, lines), *words]

    def translated_in(self, lines: Iterable[str]) -> set[str]:
        """The sentences that stand there in the language, by what they are in English."""
        return {english for english, _ in _found(self._translated, lines)}


def _forms(text: Any) -> list[str]:
    return list(text) if isinstance(text, list | tuple) else [text]


def _sought(english: str, text: str) -> Iterator[Said]:
    plain = _plain(text)
    parts = _PLACEHOLDER.split(plain)
    if len([word for part in parts for word in _WORD.findall(part)]) < _FEWEST_WORDS:
        return
    pattern = re.compile(r"(?<!\w)" + ".+?".join(map(re.escape, parts)) + r"(?!\w)")
    yield Said(english, max(parts, key=len), pattern)


def _found(sought: Iterable[Said], lines: Iterable[str]) -> list[tuple[str, str]]:
    plain = {_plain(line) for line in lines}
    whole = "\n".join(plain)
    hits = [each for each in sought if each.anchor in whole]
    return [(each.english, line) for each in hits for line in plain if each.pattern.search(line)]


def _plain(text: str) -> str:
    """Without marks, and with single spaces: a sentence stands in a line."""
    return " ".join(_MARKS.sub("", text).split())


def lines_of(text: str) -> list[str]:
    """What is read in a message or on a form, a line each; code is to be signed or typed as it is."""
    return [line for line in re.sub(r"```.*?```", "\n", text, flags=re.DOTALL).splitlines() if line.strip()]


def lines_of_page(html: str) -> list[str]:
    """What is read on a page, or heard, a line each."""
    heard = [unescape(each) for each in _READ_ATTRIBUTE.findall(html)]
    body = _INLINE.sub("", _NOTHING_READ.sub(" ", html).replace("\n", " "))
    return [*heard, *(unescape(each) for each in re.split(r"<[^>]*>", body) if each.strip())]
