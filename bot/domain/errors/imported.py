"""What can't be imported, and why."""

from dataclasses import dataclass

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault


@dataclass(eq=False)
class ImportUnreadable(Refused):
    """It isn't what its source publishes."""

    field: str
    fault: Fault
