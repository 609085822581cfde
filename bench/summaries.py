"""How good the summaries without a network are: twenty proposals with threads, against what a person told of each.
Ends with 1 where they are worse than the first three sentences.

The measure is ROUGE-1 (Lin 2004): of the words of the reference, how many are in the summary (recall), and of the words
of the summary, how many are in the reference (precision); F1 is their harmonic mean. Beside the default stand the first
three sentences, which are what a card showed before, in the same room.
"""

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.assistance.extractive import Extractive, LocalTextReader
from bot.domain.assistance.summaries import LONGEST_SUMMARY, MOST_SENTENCES

DATA = Path(__file__).parent / "data" / "proposals_with_threads.toml"
_WORD = re.compile(r"\w+")

Method = Callable[[Sequence[str]], Sequence[str]]


@dataclass(frozen=True)
class Written:
    title: str
    language: str
    text: str
    reference: str
    thread: tuple[tuple[str, str, str], ...]
    """Who wrote it, how it was meant, and what."""


@dataclass(frozen=True)
class Score:
    recall: float
    precision: float

    @property
    def f1(self) -> float:
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def proposals() -> list[Written]:
    found = tomllib.loads(DATA.read_text("utf-8"))["proposal"]
    return [
        Written(
            each["title"],
            each["language"],
            each["text"],
            each["reference"],
            tuple((who, stance, said) for who, stance, said in each["thread"]),
        )
        for each in found
    ]


def the_default(sentences: Sequence[str]) -> list[str]:
    return [each.text for each in Extractive().at_once(sentences, MOST_SENTENCES, LONGEST_SUMMARY)]


def the_first(sentences: Sequence[str]) -> list[str]:
    """The first sentences, in the same room; the last one is cut."""
    told = " ".join(sentences[:MOST_SENTENCES])[:LONGEST_SUMMARY]
    return [told]


def rouge_1(summary: Sequence[str], reference: str) -> Score:
    said, wanted = _words(" ".join(summary)), _words(reference)
    common = (said & wanted).total()
    return Score(common / max(1, wanted.total()), common / max(1, said.total()))


def mean(method: Method, written: Sequence[Written]) -> Score:
    reader = LocalTextReader()
    scores = [rouge_1(method(reader.sentences(each.text)), each.reference) for each in written]
    return Score(
        sum(each.recall for each in scores) / len(scores),
        sum(each.precision for each in scores) / len(scores),
    )


def main(method: Method = the_default) -> int:
    """`method` is what is measured."""
    written = proposals()
    reader = LocalTextReader()
    print(f"{'recall of the reference (ROUGE-1)':46} {'default':>8} {'first 3':>8}")
    for each in written:
        sentences = reader.sentences(each.text)
        ours = rouge_1(method(sentences), each.reference)
        first = rouge_1(the_first(sentences), each.reference)
        print(f"{each.title[:44]:46} {ours.recall:8.2f} {first.recall:8.2f}")
    ours, first = mean(method, written), mean(the_first, written)
    measures = (
        ("recall", ours.recall, first.recall),
        ("precision", ours.precision, first.precision),
        ("F1", ours.f1, first.f1),
    )
    for name, one, other in measures:
        print(f"{'mean ' + name:46} {one:8.2f} {other:8.2f}")
    worse = [name for name, one, other in measures if one < other]
    verdict = f"worse in {' and '.join(worse)} than" if worse else "not worse than"
    print(f"The default is {verdict} the first three sentences.")
    return int(bool(worse))


def _words(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in _WORD.findall(text))


if __name__ == "__main__":
    sys.exit(main())
