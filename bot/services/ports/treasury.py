"""What accounts hold on chains, and what price feeds say, as the services ask for it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from bot.domain.blocks import BlockRef, Reading, Undetermined
from bot.domain.ids import Address
from bot.domain.treasury.holdings import ChainHoldings, Told
from bot.domain.treasury.positions import AnyPosition
from bot.domain.treasury.prices import Round


class FeedFound(msgspec.Struct, frozen=True):
    """A price feed as it was found."""

    description: str
    """Such as `ETH / USD`: its own words, cut and cleaned; "" where it tells none."""
    told: Round | Undetermined


class TreasuryReader(Protocol):
    """Each read names its block, and with it its chain. All methods raise ChainUnavailable."""

    async def read(
        self,
        accounts: Sequence[Address],
        positions: Sequence[AnyPosition],
        feeds: Mapping[Address | None, Address],
        uptime: Address | None,
        at: BlockRef,
    ) -> ChainHoldings:
        """What each account has of each position, and what the feeds say that price those; what can't be read is
        Undetermined, and spoils nothing else. `feeds` are the chain's, by the contract of the asset that each prices
        (None: the coin); `uptime` is that of a layer 2."""
        ...

    async def about(self, position: AnyPosition, at: BlockRef) -> tuple[Told, Reading]:
        """What a position says of itself, and whether it answers as its kind must (a Value)."""
        ...

    async def feed(self, contract: Address, at: BlockRef) -> FeedFound:
        """What a feed says at the block."""
        ...
