"""Whoever holds enough of something."""

from typing import ClassVar, Literal

from bot.domain.frozen_model import FrozenModel
from bot.domain.policy.bounds import PositiveAmount
from bot.domain.power import PowerRule


class Holding(FrozenModel):
    """Power by these sources, of all linked wallets together, at a finalized block."""

    kind: Literal["holding"] = "holding"
    power: PowerRule
    least: PositiveAmount
    """In the base units of `power`."""

    of_votes: ClassVar[bool] = False
