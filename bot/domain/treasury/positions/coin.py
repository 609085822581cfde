"""The chain's own coin."""

from typing import ClassVar, Literal

from bot.domain.treasury.assets import AssetRef
from bot.domain.treasury.positions.base import BasePosition


class CoinPosition(BasePosition):
    priced: ClassVar[bool] = True
    by_unit: ClassVar[bool] = True

    kind: Literal["coin"] = "coin"

    @property
    def asset(self) -> AssetRef:
        return AssetRef(self.chain)
