"""How the milestones of what passed on a track are released, one by one."""

from datetime import timedelta
from typing import Literal

from bot.domain.frozen_model import FrozenModel
from bot.domain.policy.bounds import FractionText, PositiveDuration


class MilestoneRule(FrozenModel):
    """Proposals of the track may promise payments that are made after a report, each by a decision of its own."""

    by: Literal["vote", "silence"] = "vote"
    """`vote`: by the rules of the track. `silence`: a payment is made unless enough power objects."""
    voting: PositiveDuration = timedelta(days=3)
    """How long members may vote, or object."""
    objection: FractionText = "1/10"
    """With `silence`: so much of all power refuses a payment, as a fraction."""
