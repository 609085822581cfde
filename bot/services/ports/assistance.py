"""What helps members to read: without a network, by an endpoint that the operator names, or not at all."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from bot.domain.assistance.principles import Read
from bot.domain.assistance.summaries import SummarySentence


class Drafted(msgspec.Struct, frozen=True):
    """What an assistant proposes for a summary. Nothing of it is believed before it was held against the text."""

    sentences: tuple[SummarySentence, ...]
    tokens: int = 0
    """What it cost."""


class TextReader(Protocol):
    """What can be told of texts without a network, deterministically. All of it takes milliseconds of a processor."""

    def sentences(self, text: str) -> tuple[str, ...]:
        """The sentences of a text in Markdown, of a bounded part of it: without headings, code and marks of lists."""
        ...

    def telling(self, sentences: Sequence[str], most: int, room: int) -> tuple[int, ...]:
        """The places of those that tell most of all of them, in their order: at most so many, in so many characters."""
        ...

    def likeness(self, text: str, others: Sequence[str]) -> list[float]:
        """How alike each of the others is to the text, from 0 (no word in common) to 1."""
        ...


class Endpoint(Protocol):
    """A model that is asked over the network. It has no tools: what it gives is text, which is shown as a member's
    would be."""

    @property
    def model(self) -> str: ...

    @property
    def most_tokens(self) -> int:
        """What one question may cost beyond the text that it sends."""
        ...

    async def summary(self, sentences: Sequence[str], most: int, room: int) -> Drafted:
        """At most so many sentences, in about so many characters. Raises ServiceUnavailable, ServiceRefused."""
        ...

    async def reading(self, principles: Sequence[str], sentences: Sequence[str]) -> tuple[Read, ...]:
        """What each principle says of these sentences. Raises ServiceUnavailable, ServiceRefused."""
        ...

    async def translation(self, title: str, text: str, language: str) -> tuple[str, str]:
        """Title and text in a language, by its English name. Raises ServiceUnavailable, ServiceRefused."""
        ...


class Assistant(Protocol):
    """A provider."""

    @property
    def endpoint(self) -> Endpoint | None:
        """What is asked over the network; None where no text leaves the machine."""
        ...

    def at_once(self, sentences: Sequence[str], most: int, room: int) -> tuple[SummarySentence, ...]:
        """A summary of the author's own sentences, in milliseconds of a processor; empty where there is none."""
        ...

    async def close(self) -> None:
        """Give back what it has open."""
        ...
