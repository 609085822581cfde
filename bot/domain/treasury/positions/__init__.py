"""What a treasury can hold: a file for each kind."""

from bot.domain.treasury.positions.coin import CoinPosition
from bot.domain.treasury.positions.erc20 import Erc20Position
from bot.domain.treasury.positions.erc721 import Erc721Position
from bot.domain.treasury.positions.erc1155 import Erc1155Position
from bot.domain.treasury.positions.erc4626 import Erc4626Position
from bot.domain.treasury.positions.registry import POSITIONS, AnyPosition, Position

__all__ = [
    "POSITIONS",
    "AnyPosition",
    "CoinPosition",
    "Erc20Position",
    "Erc721Position",
    "Erc1155Position",
    "Erc4626Position",
    "Position",
]
