"""What can go wrong with forms themselves."""

from dataclasses import dataclass

from bot.domain.errors import Refused


@dataclass(eq=False)
class FormForgotten(Refused):
    """A form that was refused is asked for again, and is no longer in memory."""
