"""What accounts hold, and feeds that tell prices, as a test wants them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.blocks import BlockRef, Reading, Undetermined, Value
from bot.domain.errors import ChainUnavailable
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address
from bot.domain.treasury.holdings import ChainHoldings, Holding, Told
from bot.domain.treasury.positions import AnyPosition, CoinPosition
from bot.domain.treasury.prices import Round
from bot.services.ports import FeedFound


@dataclass
class FakeTreasuryReader:
    """The port `TreasuryReader`. `hold`, `call` and `price` say what there is; `silent` and `unreadable` misbehave."""

    held: dict[tuple[AnyPosition, Address], int] = field(default_factory=dict)
    told: dict[AnyPosition, Told] = field(default_factory=dict)
    feeds: dict[Address, FeedFound] = field(default_factory=dict)
    unreadable: set[AnyPosition] = field(default_factory=set)
    silent: bool = False
    reads: list[tuple[BlockRef, tuple[AnyPosition, ...]]] = field(default_factory=list)
    """Every read that was answered or refused."""

    def hold(
        self, position: AnyPosition, account: Address, amount: int, symbol: str = "", decimals: int = 18
    ) -> None:
        self.held[position, account] = amount
        self.told[position] = Told(symbol, decimals)

    def price(self, feed: Address, answer: int, at: BlockRef, description: str = "ETH / USD") -> None:
        """The feed tells so much, with eight decimals, at the time of this block."""
        self.feeds[feed] = FeedFound(description, Round(1, answer, at.timestamp, at.timestamp, 1, 8))

    async def read(
        self,
        accounts: Sequence[Address],
        positions: Sequence[AnyPosition],
        feeds: Mapping[Address | None, Address],
        uptime: Address | None,
        at: BlockRef,
    ) -> ChainHoldings:
        self.reads.append((at, tuple(positions)))
        if self.silent:
            raise ChainUnavailable(at.chain, "no node answers")
        holdings = [
            Holding(each, account, self._amount(each, account), self._told(each))
            for each in positions
            for account in accounts
        ]
        wanted = [
            feed for asset, feed in feeds.items() if asset in [each.asset.contract for each in positions]
        ]
        return ChainHoldings(
            at,
            tuple(holdings),
            {feed: self._round(feed) for feed in [*wanted, *([uptime] if uptime else [])]},
        )

    async def about(self, position: AnyPosition, at: BlockRef) -> tuple[Told, Reading]:
        return self._told(position), self._amount(position, Address("0x" + "0" * 40))

    async def feed(self, contract: Address, at: BlockRef) -> FeedFound:
        return self.feeds.get(contract, FeedFound("", self._round(contract)))

    def _amount(self, position: AnyPosition, account: Address) -> Reading:
        known = position in self.told or isinstance(position, CoinPosition)
        if position in self.unreadable or not known:
            return Undetermined("it gave nothing", ReadFailure.NO_NUMBER)
        return Value(self.held.get((position, account), 0))

    def _told(self, position: AnyPosition) -> Told:
        coin = Told("ETH", 18) if isinstance(position, CoinPosition) else Told()
        return self.told.get(position, coin)

    def _round(self, feed: Address) -> Round | Undetermined:
        found = self.feeds.get(feed)
        return Undetermined("it gave nothing", ReadFailure.NO_NUMBER) if found is None else found.told
