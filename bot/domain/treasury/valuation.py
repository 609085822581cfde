"""What a treasury is worth, asset by asset: exactly, and only as far as prices can be believed."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

import msgspec
from msgspec.structs import replace

from bot.domain.blocks import BlockRef, Undetermined, Value
from bot.domain.ids import Address, ChainId
from bot.domain.treasury.assets import AssetRef
from bot.domain.treasury.holdings import ChainHoldings, Holding, Redemption
from bot.domain.treasury.positions import AnyPosition
from bot.domain.treasury.prices import (
    Price,
    PriceFault,
    SequencerDown,
    price_of,
    sequencer_is_up,
)
from bot.domain.treasury.settings import ChainFeeds, Feed, TreasurySettings


class NoFeed(msgspec.Struct, frozen=True):
    """Nobody has named a feed for it."""


class NoDecimals(msgspec.Struct, frozen=True):
    """The token doesn't tell how its amounts are to be read."""


class OtherTokenDecimals(msgspec.Struct, frozen=True):
    """The token tells other decimals than when it was named."""

    named: int
    found: int | None


class Unredeemable(msgspec.Struct, frozen=True):
    """The vault doesn't tell what its shares are worth."""

    why: str


Unvalued = PriceFault | NoFeed | NoDecimals | OtherTokenDecimals | Unredeemable
"""Why nothing says what something is worth."""


class Known(msgspec.Struct, frozen=True):
    """Why a space knows an asset, other than by its treasury's settings."""

    symbol: str = ""
    """As the space calls it; "" where it has no name of its own for it."""
    surely: bool = True
    """Whether it is surely an asset; otherwise it may be any account that has a name here."""


class Row(msgspec.Struct, frozen=True):
    """One position, in all accounts together."""

    position: AnyPosition
    symbol: str
    """As the space calls it, or as it calls itself."""
    listed: bool
    """Whether the space or its operator named it; otherwise it is only said to be held."""
    missed: bool
    """Whether it is missed where it can't be read, and has a row though nothing is held."""
    decimals: int | None
    amount: int
    """In base units, of the accounts that could be read."""
    accounts: tuple[tuple[Address, int], ...]
    """What each account has of it, without those that have nothing."""
    unread: tuple[tuple[Address, Undetermined], ...] = ()
    """Accounts of which nobody knows what they have."""
    price: Price | None = None
    """Of what it is worth in: of a vault that of its asset."""
    value: Fraction | None = None
    """In dollars, of the accounts that could be read; None where nothing tells."""
    unvalued: Unvalued | None = None
    """Why there is no value, of something that could have one."""


class Valuation(msgspec.Struct, frozen=True):
    """A treasury at one time."""

    blocks: Mapping[ChainId, BlockRef]
    rows: tuple[Row, ...]
    """The most valuable first, then what has no value."""

    @property
    def total(self) -> Fraction:
        """In dollars, of everything that could be valued."""
        return sum((row.value for row in self.rows if row.value is not None), Fraction(0))

    @property
    def unvalued(self) -> tuple[Row, ...]:
        """What is held, could have a value, and is in no total."""
        return tuple(row for row in self.rows if row.unvalued is not None and row.amount)

    @property
    def unread(self) -> tuple[Row, ...]:
        """What could not be read of every account, of that which is missed."""
        return tuple(row for row in self.rows if row.unread and row.missed)

    def share(self, row: Row) -> Fraction | None:
        """Of everything that could be valued; None without a value."""
        if row.value is None:
            return None
        return row.value / self.total if self.total else Fraction(0)


def valuation(
    chains: Iterable[ChainHoldings],
    settings: TreasurySettings,
    operator: Mapping[ChainId, ChainFeeds],
    known: Mapping[AssetRef, Known],
) -> Valuation:
    """Every position of which something is held or is to be, and what could not be read though it is missed."""
    rows: list[Row] = []
    blocks: dict[ChainId, BlockRef] = {}
    for chain in chains:
        blocks[chain.at.chain] = chain.at
        valuer = _Valuer(chain, settings, operator.get(chain.at.chain, ChainFeeds()), known)
        rows += valuer.rows()
    return Valuation(blocks, tuple(sorted(rows, key=_order)))


def price_in(
    chain: ChainHoldings, settings: TreasurySettings, operator: ChainFeeds, asset: AssetRef
) -> Price | PriceFault | NoFeed:
    """The price of an asset by the feeds that were read of its chain, if it is to be believed."""
    return _Valuer(chain, settings, operator, {}).price(asset)


def _order(row: Row) -> tuple[bool, Fraction, bool, str, str]:
    return row.value is None, -(row.value or Fraction(0)), not row.listed, row.symbol, str(row.position.asset)


class _Valuer(msgspec.Struct, frozen=True):
    """The rows of one chain."""

    chain: ChainHoldings
    settings: TreasurySettings
    operator: ChainFeeds
    known: Mapping[AssetRef, Known]

    def rows(self) -> list[Row]:
        of_positions: dict[AnyPosition, list[Holding]] = {}
        for holding in self.chain.holdings:
            of_positions.setdefault(holding.position, []).append(holding)
        rows = [self._row(position, holdings) for position, holdings in of_positions.items()]
        targeted = self.settings.targeted
        return [row for row in rows if row.amount or row.position in targeted or (row.missed and row.unread)]

    def _row(self, position: AnyPosition, holdings: list[Holding]) -> Row:
        watched = self.settings.of(position)
        told = holdings[0].told
        reason = self.known.get(position.asset)
        priced = self._feed(position.asset) is not None
        held = [(each.account, each.amount.raw) for each in holdings if isinstance(each.amount, Value)]
        amount = sum(raw for _, raw in held)
        symbol = watched.symbol if watched else reason.symbol if reason else ""
        row = Row(
            position,
            symbol or told.symbol,
            listed=priced or watched is not None or reason is not None,
            missed=priced or watched is not None or (reason is not None and reason.surely),
            decimals=told.decimals,
            amount=amount,
            accounts=tuple((account, raw) for account, raw in held if raw),
            unread=tuple(
                (each.account, each.amount) for each in holdings if isinstance(each.amount, Undetermined)
            ),
        )
        if not position.priced or not (amount or position in self.settings.targeted):
            return row
        if told.decimals is None:
            return replace(row, unvalued=NoDecimals())
        if watched is not None and watched.decimals not in (None, told.decimals):
            return replace(row, unvalued=OtherTokenDecimals(watched.decimals or 0, told.decimals))
        return self._valued(row, holdings)

    def _valued(self, row: Row, holdings: list[Holding]) -> Row:
        redeemed = [
            each.redemption for each in holdings if isinstance(each.amount, Value) and each.amount.raw
        ]
        asset, amount, decimals = row.position.asset, row.amount, row.decimals
        if any(each is not None for each in redeemed):
            gathered = _gathered(redeemed)
            if isinstance(gathered, Unredeemable | NoDecimals):
                return replace(row, unvalued=gathered)
            asset, amount, decimals = gathered
            if changed := self._other_decimals(asset, decimals):
                return replace(row, unvalued=changed)
        if decimals is None:
            return replace(row, unvalued=NoDecimals())
        price = self.price(asset)
        if not isinstance(price, Price):
            return replace(row, unvalued=price)
        return replace(row, price=price, value=price.value(amount, decimals))

    def _other_decimals(self, asset: AssetRef, decimals: int) -> OtherTokenDecimals | None:
        """What a vault redeems is held to what the space noted of it."""
        for each in self.settings.watched:
            if each.position.asset == asset and each.decimals not in (None, decimals):
                return OtherTokenDecimals(each.decimals or 0, decimals)
        return None

    def _feed(self, asset: AssetRef) -> Feed | None:
        """The space's own, or else that of the operator."""
        return self.settings.feeds.get(asset) or self.operator.of(asset.contract)

    def price(self, asset: AssetRef) -> Price | PriceFault | NoFeed:
        feed = self._feed(asset)
        if feed is None:
            return NoFeed()
        unread = Undetermined("it was not asked")
        if self.operator.sequencer is not None:
            uptime = self.chain.rounds.get(self.operator.sequencer, unread)
            if not sequencer_is_up(uptime, self.chain.at):
                return SequencerDown()
        told = self.chain.rounds.get(feed.contract, unread)
        return price_of(told, feed.contract, feed.heartbeat, self.chain.at, feed.decimals)


def _gathered(
    redeemed: list[Redemption | Undetermined | None],
) -> tuple[AssetRef, int, int] | Unredeemable | NoDecimals:
    """What all shares of a vault are redeemed for together."""
    asset: AssetRef | None = None
    decimals, amount = None, 0
    for each in redeemed:
        if not isinstance(each, Redemption):
            return Unredeemable("" if each is None else each.why)
        if isinstance(each.amount, Undetermined):
            return Unredeemable(each.amount.why)
        asset, decimals = each.asset, each.told.decimals
        amount += each.amount.raw
    if asset is None:
        return Unredeemable("")
    return NoDecimals() if decimals is None else (asset, amount, decimals)
