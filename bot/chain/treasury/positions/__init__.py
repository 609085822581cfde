"""How each kind of position is read: a file for each."""

from collections.abc import Mapping

from bot.chain.treasury.positions.coin import CoinReads
from bot.chain.treasury.positions.erc20 import Erc20PositionReads
from bot.chain.treasury.positions.erc721 import Erc721PositionReads
from bot.chain.treasury.positions.erc1155 import Erc1155PositionReads
from bot.chain.treasury.positions.erc4626 import Erc4626PositionReads
from bot.chain.treasury.positions.reads import PositionReads

POSITION_READS: Mapping[str, PositionReads] = {
    "coin": CoinReads(),
    "erc20": Erc20PositionReads(),
    "erc721": Erc721PositionReads(),
    "erc1155": Erc1155PositionReads(),
    "erc4626": Erc4626PositionReads(),
}
