"""What keeps the assistant from helping."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused


@dataclass(eq=False)
class NoPrinciples(Refused):
    """The member has written down none."""


@dataclass(eq=False)
class NoEndpoint(Refused):
    """The operator has set up no model."""


@dataclass(eq=False)
class TokensSpent(Refused):
    """What the space may have asked for on this day is used up."""
