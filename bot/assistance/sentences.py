"""The sentences of what members write in Markdown."""

import re
from collections.abc import Iterator

from bot.assistance.tongues import tongue_of

LONGEST_TEXT = 20_000
"""Characters that are looked at; what is beyond them is in no summary."""
MOST_SENTENCES = 250
_FENCE = ("```", "~~~")
_HEADING = re.compile(r"#{1,6}\s|-#\s")
_ITEM = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?")
_RULE = re.compile(r"[\s\-=_*|:+]+")
_EMPHASIS = re.compile(r"(\*\*|__|~~|\|\|)(?=\S)(.+?)(?<=\S)\1")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def sentences_of(text: str) -> tuple[str, ...]:
    """Each as its author wrote it, on one line: without headings, code, tables, and marks of lists and emphasis."""
    # Loaded with the first text: a start doesn't wait for it.
    import sentencex

    text = text[:LONGEST_TEXT]
    tongue = tongue_of(text)
    found: list[str] = []
    for paragraph in _paragraphs(text):
        for sentence in sentencex.segment(tongue, paragraph):
            sentence = " ".join(sentence.split())
            if _LETTERS.search(sentence):
                found.append(sentence)
            if len(found) == MOST_SENTENCES:
                return tuple(found)
    return tuple(found)


def _paragraphs(text: str) -> Iterator[str]:
    """Lines that belong together, as one; each item of a list by itself."""
    gathered: list[str] = []
    in_code = False
    for line in text.splitlines():
        line = line.strip().lstrip("> ").strip()
        if line.startswith(_FENCE):
            in_code = not in_code
            line = ""
        item = _ITEM.match(line)
        aside = in_code or not line or _HEADING.match(line) or _RULE.fullmatch(line) or line.startswith("|")
        if gathered and (aside or item):
            yield " ".join(gathered)
            gathered = []
        if not aside:
            gathered.append(_EMPHASIS.sub(r"\2", line[item.end() :] if item else line))
    if gathered:
        yield " ".join(gathered)
