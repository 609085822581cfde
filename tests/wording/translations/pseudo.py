"""A language that nobody speaks: each translated sentence stands between ⟦ and ⟧ in letters with accents.

What is read in it without accents is data, or a sentence that no catalogue has; a ⟦ within another, or next to it, is a
sentence that was put together from pieces.
"""

import re
from collections.abc import Iterable
from gettext import NullTranslations
from typing import Any

import msgspec
from babel import Locale
from babel.messages.pofile import read_po

from bot.wording.catalog import DOMAIN, FOLDER
from bot.wording.language import Language
from bot.wording.markup.discord_markup import DISCORD

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = str.maketrans(_PLAIN, "àƀçđéƒğĥíĵķļɱñöþʠŕšţûṽŵẋýžÀƁÇĐÉƑĞĤÍĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ")
_KEPT = re.compile(r"\{\w*\}|`[^`]*`")
"""Placeholders, and what is to be typed as it is."""
_VALUE = "value"
"""The context of words that stand within sentences as a name or a number does."""


class PseudoTranslations(NullTranslations):
    """Knows what the template has, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        with (FOLDER / f"{DOMAIN}.pot").open("rb") as file:
            template = read_po(file)
        self._known = {
            (message.context, message.id[0] if isinstance(message.id, tuple) else message.id)
            for message in template
        }

    def gettext(self, message: str) -> str:
        return self._said(None, message, message)

    def pgettext(self, context: str, message: str) -> str:
        return self._said(context, message, message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self._said(None, one, one if number == 1 else many)

    def npgettext(self, context: str, one: str, many: str, number: int) -> str:
        return self._said(context, one, one if number == 1 else many)

    def _said(self, context: str | None, key: str, text: str) -> str:
        if (context, key) not in self._known:
            return text
        accented = pseudo(text)
        return f"‹{accented}›" if context == _VALUE else f"⟦{accented}⟧"


def pseudo(text: str) -> str:
    """The text with accents on all letters but those of placeholders and of code."""
    parts, end = [], 0
    for kept in _KEPT.finditer(text):
        parts += [text[end : kept.start()].translate(_ACCENTED), kept[0]]
        end = kept.end()
    return "".join([*parts, text[end:].translate(_ACCENTED)])


PSEUDO = Language(Locale("el"), PseudoTranslations(), DISCORD)
"""With lists and numbers as in Greek, which has no letter of English."""


class LongTranslations(PseudoTranslations):
    """Says everything in three times as many letters, as no language does."""

    def _said(self, context: str | None, key: str, text: str) -> str:
        return super()._said(context, key, text) + "".join(sign for sign in text if sign.isalpha()) * 2


LONG = Language(Locale("el"), LongTranslations(), DISCORD)


_NO_WORDS = re.compile(
    r"```.*?```|`[^`]*`|<[@#t/][^>]*>|https?://\S+|0x[0-9a-fA-F…]+|\\.|[0-9][\w.]*", re.DOTALL
)
"""Code, mentions, times, links, addresses and numbers."""
_WORD = re.compile(r"[A-Za-z]{2,}")
_BETWEEN = re.compile(r"[^\w\s*`‹›-]")
"""What may stand between two sentences of a line: a mark of punctuation or an arrow, and never a space alone."""
_ENDS = ".!?:;…)"
_LISTS = ("και", "ή")
"""What Greek puts before the last of a list, which is Babel's and no piece of ours."""


def untranslated(text: str, data: Iterable[str]) -> list[str]:
    """The words of a text in the pseudo-language that no catalogue has, and that are no data."""
    text = _NO_WORDS.sub(" ", text)
    known = {word for datum in data for word in _WORD.findall(datum)}
    return [word for word in _WORD.findall(text) if word not in known]


def pieced(text: str) -> list[str]:
    """The lines in which sentences are put together: one within another (but after a colon, where a clause stands by
    itself), or one beside the other with nothing but a space between."""
    return [line for line in text.splitlines() if _nested(line) or _adjacent(line)]


def _nested(line: str) -> bool:
    depth = 0
    for place, sign in enumerate(line):
        if sign == "⟧":
            depth -= 1
        if sign == "⟦":
            before = line[:place].rstrip(" *")
            if depth > 0 and not before.endswith((":", "⟧;", "⟧,", "⟧),", "(", "⟧ +", *_LISTS)):
                return True
            depth += 1
    return False


def _adjacent(line: str) -> bool:
    gaps = re.finditer(r"(.)⟧([^⟦⟧]*)⟦", line)
    return any(
        not _BETWEEN.search(gap[2]) and gap[1] not in _ENDS and gap[2].strip() not in _LISTS for gap in gaps
    )


def texts_in(value: Any) -> list[str]:
    """All texts in a sample: its data."""
    match value:
        case str():
            return [value]
        case dict():
            return [text for pair in value.items() for part in pair for text in texts_in(part)]
        case list() | tuple() | set() | frozenset():
            return [text for part in value for text in texts_in(part)]
        case msgspec.Struct():
            return [text for name in value.__struct_fields__ for text in texts_in(getattr(value, name))]
    fields = getattr(value, "__dataclass_fields__", None) or getattr(type(value), "model_fields", None) or {}
    return [text for name in fields for text in texts_in(getattr(value, name))]
