"""The sentences that are chosen without a network: the author's own, those that tell most, the same each time."""

import pytest

from bench import summaries as bench
from bench.summaries import proposals, the_default
from bot.assistance.extractive import LocalTextReader
from bot.domain.assistance.summaries import LONGEST_SUMMARY, MOST_SENTENCES

WRITTEN = proposals()
READER = LocalTextReader()


def test_they_are_not_worse_than_the_first_three(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(WRITTEN) >= 20
    assert {each.language for each in WRITTEN} == {"en", "de"}
    assert bench.main() == 0
    assert "not worse than the first three sentences" in capsys.readouterr().out


def test_a_method_that_is_worse_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(lambda sentences: sentences[-1:]) == 1
    assert "is worse in" in capsys.readouterr().out


@pytest.mark.parametrize("written", WRITTEN, ids=lambda written: written.title)
def test_each_is_one_that_the_author_wrote(written) -> None:
    sentences = READER.sentences(written.text)
    chosen = the_default(sentences)
    assert 0 < len(chosen) <= MOST_SENTENCES
    assert sum(map(len, chosen)) <= LONGEST_SUMMARY
    in_the_text = " ".join(written.text.replace("**", "").split())
    assert all(sentence in in_the_text for sentence in chosen)
    assert the_default(sentences) == chosen


def test_headings_code_tables_and_marks_of_lists_are_no_sentences() -> None:
    text = (
        "# A new well\n> **We need water.**\n```\nrm -rf /\n```\n| a | b |\n|---|---|\n1. Dig e.g. 12 m deep.\n"
        "- [x] Fill it\n\nIt costs 1,200.50 USDC.\nThat is cheap!\n-# small"
    )
    assert READER.sentences(text) == (
        "We need water.",
        "Dig e.g. 12 m deep.",
        "Fill it",
        "It costs 1,200.50 USDC.",
        "That is cheap!",
    )


@pytest.mark.parametrize(
    "text", ["", "\n\n", "```", "🌊" * 500, "a" * 50_000, "!? " * 9_000, "- \n" * 9_000, "\u202e \u200b"]
)
def test_whatever_is_written_is_read(text: str) -> None:
    sentences = READER.sentences(text)
    assert len(sentences) <= 250
    assert all(sentence.strip() for sentence in sentences)
    READER.telling(sentences, 3, 480)
    assert READER.likeness(text, [text, "a new well"])[1] <= 1
