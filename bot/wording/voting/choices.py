"""The choices of a vote, by the names that authors gave them: in a sentence, in a list, on a button."""

from collections.abc import Iterable

from bot.domain.ballot_formats.several import NOBODY
from bot.wording.language import Language
from bot.wording.markup.plain_text import one_line

_LISTED = 4
_LABEL_LIMIT = 80


def all_of(names: Iterable[str], say: Language) -> str:
    """`Ada, Ben and Cleo`; of many the first three, and how many more."""
    return say.both(_some(names, say))


def one_of(names: Iterable[str], say: Language) -> str:
    """`Ada, Ben or Cleo`; of many the first three, and how many more."""
    return say.either(_some(names, say))


def _some(names: Iterable[str], say: Language) -> list[str]:
    shown = [say.choice(name) for name in names]
    if len(shown) <= _LISTED:
        return shown
    more = len(shown) - (_LISTED - 1)
    return [
        *shown[: _LISTED - 1],
        say.npgettext("value", "{number} more", "{number} more", more).format(number=more),
    ]


def ballot_words(said: str, say: Language, limit: int = 300) -> str:
    """What a ballot says, as `describe` has it, within a sentence: a long one is cut."""
    return say.pgettext("value", "none of the choices") if said == NOBODY else say.choice(said, limit)


def label_of(name: str, number: int, say: Language) -> str:
    """A choice on a button, which has little room and no formatting."""
    text = one_line(say.called(name))
    if not text:
        return say._("Choice {number}").format(number=number)
    return text if len(text) <= _LABEL_LIMIT else f"{text[: _LABEL_LIMIT - 1]}…"
