"""What is refused about readers of drafts."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused


@dataclass(eq=False)
class ReadersFull(Refused):
    """The draft has so many readers."""

    limit: int


@dataclass(eq=False)
class ReadsAlready(Refused):
    """The member sees the draft as it is: they wrote it, or it was shown to them before."""
