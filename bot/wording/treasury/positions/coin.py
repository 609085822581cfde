"""Coin of a chain, in words."""

from bot.wording.language import Language
from bot.wording.treasury.positions.position_wording import PositionWording


class CoinWording(PositionWording):
    def name(self, say: Language) -> str:
        return say._("the chain's coin")
