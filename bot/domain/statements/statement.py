"""A statement on a proposal, and the answers to it."""

from datetime import datetime
from enum import StrEnum

import msgspec

from bot.domain.errors import StatementEmpty, StatementTooLong
from bot.domain.ids import MemberId

LONGEST = 200
"""Characters of a statement: one thought, that one can agree with as a whole."""
PER_MEMBER = 5
"""Statements that one member may put on one proposal. Those taken away count, too."""
PER_PROPOSAL = 100
PARTICIPANTS = 10_000
"""So many members may answer the statements of one proposal."""


class Answer(StrEnum):
    AGREE = "agree"
    PASS = "pass"
    """Neither: undecided, or it is badly put."""
    DISAGREE = "disagree"


class Statement(msgspec.Struct, frozen=True):
    number: int
    """Its place among those of its proposal, from 1 on."""
    author: MemberId
    text: str
    at: datetime
    removed_by: MemberId | None = None
    """Who took it away: its author, or a moderator."""

    @property
    def stands(self) -> bool:
        return self.removed_by is None


def statement_text(typed: str) -> str:
    """What a member typed, on one line. Raises StatementEmpty, StatementTooLong."""
    text = " ".join(typed.split())
    if not text:
        raise StatementEmpty
    if len(text) > LONGEST:
        raise StatementTooLong(LONGEST)
    return text
