"""Why nothing about a member is stored yet."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.consent import ConsentTerms


@dataclass(eq=False)
class ConsentMissing(Refused):
    """The server asks its members first, and this one hasn't agreed to what it asks now."""

    terms: "ConsentTerms"


@dataclass(eq=False)
class ConsentUnasked(Refused):
    """The server asks for no consent."""
