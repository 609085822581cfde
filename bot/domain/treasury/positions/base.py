"""What all kinds of positions have in common."""

from typing import ClassVar

from bot.domain.frozen_model import FrozenModel
from bot.domain.policy.bounds import ChainNumber
from bot.domain.treasury.assets import AssetRef


class BasePosition(FrozenModel):
    """Something that accounts of one chain can hold."""

    priced: ClassVar[bool]
    """Whether a price can say what it is worth; otherwise it is counted, and valued at nothing."""
    by_unit: ClassVar[bool] = False
    """Whether the price is that of one whole unit of it, so that dollars can be counted in units."""
    numbered: ClassVar[bool] = False
    """Whether it is one of the many kinds of a contract, told apart by a number."""

    kind: str
    chain: ChainNumber

    @property
    def asset(self) -> AssetRef:
        """What its amounts are of."""
        raise NotImplementedError
