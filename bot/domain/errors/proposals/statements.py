"""Refusals about statements on a proposal."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused


@dataclass(eq=False)
class StatementEmpty(Refused):
    """Nothing can be agreed with."""


@dataclass(eq=False)
class StatementTooLong(Refused):
    """A statement is one thought."""

    limit: int
    """Characters."""


@dataclass(eq=False)
class StatementsFull(Refused):
    """No more can be put on the proposal."""

    limit: int
    of_member: bool
    """Whether by this member alone, and not by all together."""


@dataclass(eq=False)
class AnswersFull(Refused):
    """So many have answered, and no others can."""

    limit: int


@dataclass(eq=False)
class StatementUnknown(Refused):
    """There is none of that number, or it was taken away."""


@dataclass(eq=False)
class NotOwnStatement(Refused):
    """Only its author, or a moderator, takes a statement away."""


@dataclass(eq=False)
class NoRoomForStatement(Refused):
    """The proposal's text is too long for it."""

    limit: int
    """Characters of a text."""


@dataclass(eq=False)
class TooFewAnswered(Refused):
    """What so few answered would tell what each of them said."""

    participants: int
    needed: int


@dataclass(eq=False)
class AnswersHidden(Refused):
    """The policy hides counts until the vote is closed, and these, too."""


@dataclass(eq=False)
class StatementsUnreadable(Refused):
    """A file is no export of statements."""

    what: str
    """Where, or what is wrong with it, in technical words."""
