"""Every kind of position in words. A new one is one file and one line here."""

from collections.abc import Mapping

from bot.domain.treasury.valuation import Row
from bot.wording.language import Language
from bot.wording.treasury.positions.coin import CoinWording
from bot.wording.treasury.positions.erc20 import Erc20Wording
from bot.wording.treasury.positions.erc721 import Erc721Wording
from bot.wording.treasury.positions.erc1155 import Erc1155Wording
from bot.wording.treasury.positions.erc4626 import Erc4626Wording
from bot.wording.treasury.positions.position_wording import PositionWording

POSITION_WORDING: Mapping[str, PositionWording] = {
    "coin": CoinWording(),
    "erc20": Erc20Wording(),
    "erc721": Erc721Wording(),
    "erc1155": Erc1155Wording(),
    "erc4626": Erc4626Wording(),
}


def amount_words(row: Row, say: Language) -> str:
    """How much is held of a position."""
    return POSITION_WORDING[row.position.kind].amount(row, say)
