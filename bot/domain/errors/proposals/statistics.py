"""What can't be measured."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.ids import ProposalNumber


@dataclass(eq=False)
class NothingCounted(Refused):
    """No vote with ballots is closed there yet, so that there is nothing to measure."""

    number: "ProposalNumber | None" = None
    """Of the vote that is meant; None: any of the space."""
