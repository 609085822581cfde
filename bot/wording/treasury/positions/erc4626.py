"""Shares of a vault, in words."""

from bot.wording.language import Language
from bot.wording.treasury.positions.position_wording import PositionWording


class Erc4626Wording(PositionWording):
    def name(self, say: Language) -> str:
        return say._("shares of a vault (ERC-4626)")
