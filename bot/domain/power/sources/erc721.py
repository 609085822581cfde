"""NFTs: all of a collection, or some of its tokens."""

from typing import Literal

from pydantic import Field

from bot.domain.power.sources.base import OfContract
from bot.domain.power.sources.token_ids import WeighedIds


class Erc721(OfContract):
    """The number of tokens held at the snapshot block, or the sum of the weights of the listed ones held.

    A listed token that nobody holds (`ownerOf` reverts: it is burned, or not minted yet) counts for nobody.
    """

    kind: Literal["erc721"] = "erc721"
    ids: WeighedIds = Field(default=(), exclude_if=lambda ids: not ids)
    """The tokens that count, each with its weight; none: all tokens count the same."""
