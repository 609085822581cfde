"""A summary of a text, of which each sentence names the sentences of the text that it comes from."""

import msgspec

MOST_SENTENCES = 3
LONGEST_SENTENCE = 240
"""Characters. A sentence of the author's that is longer is none that a summary takes."""
LONGEST_SUMMARY = 480
"""Characters of all its sentences together."""
SHORT_TEXT = 400
"""A text of few sentences with no more characters is its own summary."""


class SummarySentence(msgspec.Struct, frozen=True):
    text: str
    sources: tuple[int, ...]
    """Numbers of sentences of the text, from 1 on; never empty."""


class Summary(msgspec.Struct, frozen=True):
    """At most MOST_SENTENCES, none of them without a source."""

    sentences: tuple[SummarySentence, ...]
    quoted: tuple[tuple[int, str], ...]
    """The sentences of the text that are its sources, each with its number."""
    model: str = ""
    """Which model wrote it; empty where each sentence is the author's own."""

    @property
    def verbatim(self) -> bool:
        """Whether each sentence is the author's own."""
        return not self.model
