"""Sentences of the author's, chosen by what they have in common: without a network, the same on every machine."""

from collections.abc import Sequence

from bot.assistance import ranking
from bot.assistance.sentences import sentences_of
from bot.domain.assistance.summaries import LONGEST_SENTENCE, SummarySentence


class LocalTextReader:
    """`ports.TextReader`."""

    def sentences(self, text: str) -> tuple[str, ...]:
        return sentences_of(text)

    def telling(self, sentences: Sequence[str], most: int, room: int) -> tuple[int, ...]:
        return ranking.telling(sentences, most, room)

    def likeness(self, text: str, others: Sequence[str]) -> list[float]:
        return ranking.likeness(text, others)


class Extractive:
    """`ports.Assistant`."""

    endpoint = None

    def at_once(self, sentences: Sequence[str], most: int, room: int) -> tuple[SummarySentence, ...]:
        return chosen(sentences, most, room)

    async def close(self) -> None:
        """It has nothing open."""


def chosen(sentences: Sequence[str], most: int, room: int) -> tuple[SummarySentence, ...]:
    """Those that tell most, as they are."""
    fitting = [place for place, each in enumerate(sentences) if len(each) <= LONGEST_SENTENCE]
    places = ranking.telling([sentences[place] for place in fitting], most, room)
    return tuple(SummarySentence(sentences[fitting[place]], (fitting[place] + 1,)) for place in places)
