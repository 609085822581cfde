"""All kinds of positions."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from bot.domain.treasury.positions.coin import CoinPosition
from bot.domain.treasury.positions.erc20 import Erc20Position
from bot.domain.treasury.positions.erc721 import Erc721Position
from bot.domain.treasury.positions.erc1155 import Erc1155Position
from bot.domain.treasury.positions.erc4626 import Erc4626Position

AnyPosition = CoinPosition | Erc20Position | Erc721Position | Erc1155Position | Erc4626Position
Position = Annotated[AnyPosition, Field(discriminator="kind")]
"""The field of a document."""

POSITIONS: Mapping[str, type[AnyPosition]] = {
    "coin": CoinPosition,
    "erc20": Erc20Position,
    "erc721": Erc721Position,
    "erc1155": Erc1155Position,
    "erc4626": Erc4626Position,
}
