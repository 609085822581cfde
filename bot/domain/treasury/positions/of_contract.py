"""Positions in a token."""

from bot.domain.power import Account
from bot.domain.treasury.assets import AssetRef
from bot.domain.treasury.positions.base import BasePosition


class ContractPosition(BasePosition):
    """Something that one contract keeps account of."""

    contract: Account

    @property
    def asset(self) -> AssetRef:
        return AssetRef(self.chain, self.contract)
