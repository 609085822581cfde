"""What keeps actions from being voted on, or carried out, on a track with limits."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused

if TYPE_CHECKING:
    from bot.domain.actions.limits import Breach


@dataclass(eq=False)
class BeyondLimits(Refused):
    """Actions that their track doesn't allow, or that move more than it may."""

    breaches: "tuple[Breach, ...]"
    """At least one."""
