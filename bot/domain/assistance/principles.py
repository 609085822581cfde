"""What a member holds to be right in general, and what a proposal has to do with it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

MOST_PRINCIPLES = 10
LONGEST_PRINCIPLE = 200
LONGEST_PRINCIPLES = MOST_PRINCIPLES * (LONGEST_PRINCIPLE + 1)
"""Characters of all of them, one a line."""
MOST_CITED = 2
"""Sentences that are shown to a principle."""


class Leaning(StrEnum):
    """What a principle says of a proposal, in a model's reading."""

    FOR = "for"
    AGAINST = "against"
    UNCLEAR = "unclear"


class Read(msgspec.Struct, frozen=True):
    """What a model says of one principle: numbers and a word of three, and no words of its own."""

    principle: int
    """From 1 on, as are the sources."""
    leaning: Leaning
    sources: tuple[int, ...]


class Touched(msgspec.Struct, frozen=True):
    principle: str
    sentences: tuple[str, ...]
    """Of the proposal; never empty."""
    leaning: Leaning | None = None
    """None where nobody reads more than words into it."""


class Weighed(msgspec.Struct, frozen=True):
    touched: tuple[Touched, ...]
    untouched: tuple[str, ...]
    """Principles of which the proposal says nothing."""
    model: str = ""
    """Which model read it; empty where only words were compared, which recommends nothing."""


def principles_of(text: str) -> tuple[str, ...]:
    """One a line, without marks of lists."""
    lines = [" ".join(line.strip().lstrip("-*•").split()) for line in text.splitlines()]
    return tuple(line[:LONGEST_PRINCIPLE] for line in lines if line)[:MOST_PRINCIPLES]


def weighed_by_a_model(
    read: Sequence[Read], principles: Sequence[str], sentences: Sequence[str], model: str
) -> Weighed:
    """What is shown of a model's reading: principles and sentences that are there, each principle once."""
    found: dict[int, Read] = {}
    for each in read:
        there = all(0 < number <= len(sentences) for number in each.sources)
        if 0 < each.principle <= len(principles) and each.sources and there:
            found.setdefault(each.principle, each)
    cited = {
        number: (tuple(sentences[source - 1] for source in each.sources[:MOST_CITED]), each.leaning)
        for number, each in found.items()
    }
    return _weighed(principles, cited, model)


def weighed_by_words(principles: Sequence[str], cited: Mapping[int, tuple[str, ...]]) -> Weighed:
    """By the numbers of principles, the sentences that share words with them."""
    return _weighed(principles, {number: (found, None) for number, found in cited.items() if found}, "")


def _weighed(
    principles: Sequence[str], cited: Mapping[int, tuple[tuple[str, ...], Leaning | None]], model: str
) -> Weighed:
    numbered = list(enumerate(principles, start=1))
    touched = tuple(Touched(each, *cited[number]) for number, each in numbered if number in cited)
    return Weighed(touched, tuple(each for number, each in numbered if number not in cited), model)
