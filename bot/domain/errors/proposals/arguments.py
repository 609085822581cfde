"""Refusals of what members put before the bot of a discussion."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused


@dataclass(eq=False)
class TooManyArguments(Refused):
    """`of_one`: a member has so many there; else all members together."""

    limit: int
    of_one: bool


@dataclass(eq=False)
class ArgumentUnknown(Refused):
    """It isn't in the digest, or not any more."""


@dataclass(eq=False)
class NotYourArgument(Refused):
    """Only whose words they are, and who added them, may take them out."""


@dataclass(eq=False)
class NoDiscussionHere(Refused):
    """A message is not one of a proposal's thread, or has no text of a member."""


@dataclass(eq=False)
class AddedAlready(Refused):
    """The message is in the digest."""
