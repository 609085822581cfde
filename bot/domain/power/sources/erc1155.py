"""Items: tokens of which there are several of one id."""

from typing import Literal

from pydantic import Field

from bot.domain.power.sources.base import OfContract
from bot.domain.power.sources.token_ids import WeighedIds


class Erc1155(OfContract):
    """The balances of the listed ids at the snapshot block, each times its weight, together."""

    kind: Literal["erc1155"] = "erc1155"
    ids: WeighedIds = Field(min_length=1)
