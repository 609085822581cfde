"""What of a model's answer is shown: a model may have been told by the text itself what to write.

A sentence is shown only where it names sentences of the text that are there, and says nothing that isn't in them: no
number, name of an account or address, and few words of its own. Beyond that it is a member's text: it is set so that
nothing in it acts (bot/wording/markup).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from bot.domain.assistance.summaries import (
    LONGEST_SENTENCE,
    LONGEST_SUMMARY,
    MOST_SENTENCES,
    Summary,
    SummarySentence,
)

_MOST_SOURCES = 5
_WORD = re.compile(r"\w+")
_STEM = 5
"""Letters that two forms of a word have in common: enough to find `payment` in `payments`."""
_SHORT = 3
"""Words of at most so many letters are of any sentence."""
_OWN_WORDS = 0.34
"""The part of the longer words that need not be of the sources."""
_ADDRESS = re.compile(r"\w+:/|www\.|\.\w{2,}/|discord\.|t\.me", re.IGNORECASE)
_EXACT = re.compile(r"\S*[0-9@#:/]\S*")
"""Numbers, accounts, mentions and addresses: to be taken letter by letter."""


def summary_of_sourced(drafted: Iterable[SummarySentence], text: Sequence[str], model: str) -> Summary | None:
    """The summary of those sentences that may be shown; None where there is none. `text`: its sentences, in their
    order."""
    kept: list[SummarySentence] = []
    length = 0
    for each in drafted:
        said = " ".join(each.text.split())
        sources = tuple(dict.fromkeys(each.sources))
        if not (0 < len(sources) <= _MOST_SOURCES and all(0 < number <= len(text) for number in sources)):
            continue
        if not 0 < len(said) <= LONGEST_SENTENCE or length + len(said) > LONGEST_SUMMARY:
            continue
        if not borne_out(said, " ".join(text[number - 1] for number in sources)):
            continue
        kept.append(SummarySentence(said, sources))
        length += len(said)
        if len(kept) == MOST_SENTENCES:
            break
    if not kept:
        return None
    numbers = sorted({number for each in kept for number in each.sources})
    return Summary(tuple(kept), tuple((number, text[number - 1]) for number in numbers), model)


def borne_out(said: str, source: str) -> bool:
    """Whether a sentence says nothing that isn't in its source: no number, account or address of its own, and few
    words; and whether all of it can be seen."""
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs") for sign in said):
        return False
    there = _exact(source)
    if not _exact(said) <= there or (_ADDRESS.search(said) and not _addresses(said) <= _addresses(source)):
        return False
    words, known = _words(said), _words(source)
    own = [word for word in words if word not in known]
    return bool(words) and len(own) <= _OWN_WORDS * len(words)


def _exact(text: str) -> set[str]:
    return {found.strip(".,;:!?()[]{}\"'*_`<>") for found in _EXACT.findall(text)} - {""}


def _addresses(text: str) -> set[str]:
    return {part.strip(".,;:!?()[]{}\"'*_`<>") for part in text.split() if _ADDRESS.search(part)}


def _words(text: str) -> set[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return {word[:_STEM] for word in _WORD.findall(folded) if len(word) > _SHORT}
