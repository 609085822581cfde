"""A token, in words."""

from bot.wording.language import Language
from bot.wording.treasury.positions.position_wording import PositionWording


class Erc20Wording(PositionWording):
    def name(self, say: Language) -> str:
        return say._("token (ERC-20)")
