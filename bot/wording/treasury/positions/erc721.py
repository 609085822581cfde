"""NFTs, in words."""

from bot.wording.language import Language
from bot.wording.treasury.positions.position_wording import PieceWording


class Erc721Wording(PieceWording):
    def name(self, say: Language) -> str:
        return say._("NFTs (ERC-721)")
