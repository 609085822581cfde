"""What moderators say of their treasury: what to look at, and which feeds tell prices."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from bot.domain.frozen_model import FrozenModel
from bot.domain.policy.bounds import Decimals, Symbol
from bot.domain.power import Account
from bot.domain.treasury.assets import AssetRef
from bot.domain.treasury.positions import AnyPosition, Position
from bot.domain.treasury.targets import Targets

MOST_WATCHED = 100
SHORTEST_HEARTBEAT = timedelta(minutes=1)
LONGEST_HEARTBEAT = timedelta(days=7)
USUAL_HEARTBEAT = timedelta(hours=25)
"""Most feeds are renewed each day, and some of them a little late."""


class Feed(FrozenModel):
    """A price feed of the asset's own chain (AggregatorV3Interface), in dollars."""

    contract: Account
    heartbeat: Annotated[timedelta, Field(ge=SHORTEST_HEARTBEAT, le=LONGEST_HEARTBEAT)] = USUAL_HEARTBEAT
    """An older price is not believed."""
    decimals: Annotated[int, Field(ge=0, le=255)] | None = None
    """That it had when it was named; None where nobody noted them."""


class Watched(FrozenModel):
    """A position that the space names."""

    position: Position
    symbol: Symbol
    """As the space calls it."""
    decimals: Decimals | None = None
    """That it had when it was named; None where nobody noted them."""
    feed: Feed | None = None


class TreasurySettings(FrozenModel):
    watched: tuple[Watched, ...] = Field(default=(), max_length=MOST_WATCHED)
    targets: Targets | None = None

    @property
    def targeted(self) -> frozenset[AnyPosition]:
        """What has a target."""
        return frozenset() if self.targets is None else self.targets.positions

    def of(self, position: AnyPosition) -> Watched | None:
        """What is said of the position; None where nothing is."""
        return next((each for each in self.watched if each.position == position), None)

    @property
    def feeds(self) -> dict[AssetRef, Feed]:
        """Those that are named, by what they price."""
        return {each.position.asset: each.feed for each in self.watched if each.feed is not None}


class ChainFeeds(FrozenModel):
    """What the operator says of the prices on one chain."""

    coin: Feed | None = None
    tokens: dict[Account, Feed] = Field(default={}, max_length=200)
    sequencer: Account | None = None
    """The uptime feed of a layer 2; None where there is none."""

    def of(self, contract: Account | None) -> Feed | None:
        return self.coin if contract is None else self.tokens.get(contract)
