"""The words by which a proposal is found again, the same whoever writes them and wherever they are looked up."""

import re
import unicodedata
from collections.abc import Iterator

LONGEST_WORD = 32
"""Characters; what is longer is found by its beginning."""
MOST_WORDS = 2_000
"""Different ones of one proposal."""
SEARCH_LENGTH = 32
"""UTF-16 units of all words that are looked for, with what stands between them: they stand in the custom id of a
button."""
BETWEEN = " "

_RUN = re.compile(r"[^\W_]+")
_WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
"""Kana and ideographs, of which sentences are written without spaces: each is a word."""


def words_of(*texts: str) -> tuple[str, ...]:
    """The different words of these texts, in their order: runs of letters and digits, without case and accents."""
    found: dict[str, None] = {}
    for text in texts:
        for word in _words(text):
            found.setdefault(word[:LONGEST_WORD])
            if len(found) == MOST_WORDS:
                return tuple(found)
    return tuple(found)


def words_to_find(text: str) -> tuple[str, ...]:
    """What is looked for where somebody types this: each word, or what begins with it. Empty where there is none.

    What is beyond `SEARCH_LENGTH` is left out, a word's end too: less is asked for then, and more is found.
    """
    found: list[str] = []
    left = SEARCH_LENGTH
    for word in words_of(text):
        fitting = _fitting(word, left)
        if not fitting:
            break
        if fitting not in found:
            found.append(fitting)
        left = max(0, left - _units(fitting) - len(BETWEEN))
    return tuple(found)


def _words(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return iter(_RUN.findall(_WITHOUT_SPACES.sub(r" \g<0> ", letters)))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _fitting(word: str, units: int) -> str:
    while _units(word) > units:
        word = word[:-1]
    return word
