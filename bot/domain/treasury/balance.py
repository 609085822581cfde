"""How a treasury stands to its targets, and what brings it there: only where every part of that is known."""

from collections.abc import Mapping
from fractions import Fraction

import msgspec

from bot.domain.treasury.drift import Drift, Rebalancing, Target, by_bands, drifts, rebalancing
from bot.domain.treasury.prices import Price
from bot.domain.treasury.settings import TreasurySettings
from bot.domain.treasury.targets import Targets
from bot.domain.treasury.valuation import Row, Unvalued, Valuation


class Unread(msgspec.Struct, frozen=True):
    """It can't be read what there is of it, in all accounts or some."""


class Missing(msgspec.Struct, frozen=True):
    """One asset that keeps everything else from being known, too."""

    symbol: str
    why: Unvalued | Unread


class Balance(msgspec.Struct, frozen=True):
    """Every asset that has a target, in the order in which they were set."""

    targets: Targets
    drifts: tuple[Drift, ...]
    """None where there is nothing of any of them."""
    prices: Mapping[str, tuple[Price, int]]
    """The price and the decimals of each, by its symbol."""
    rebalancing: Rebalancing

    @property
    def total(self) -> Fraction:
        """Dollars of all that have targets."""
        return sum((each.value for each in self.drifts), Fraction(0))

    @property
    def is_out(self) -> bool:
        """Whether an asset has left its band."""
        return by_bands(self.drifts)


class Unbalanced(msgspec.Struct, frozen=True):
    """Nobody knows how it stands: a share of what is known would be another share."""

    missing: tuple[Missing, ...]


def balance(found: Valuation, settings: TreasurySettings, *, all_read: bool) -> Balance | Unbalanced | None:
    """None where there are no targets. `all_read`: whether all accounts and chains were looked into."""
    if settings.targets is None:
        return None
    rows = {row.position: row for row in found.rows}
    band = settings.targets.band
    targets: list[Target] = []
    held: dict[str, Fraction] = {}
    prices: dict[str, tuple[Price, int]] = {}
    missing: list[Missing] = []
    for each in settings.targets.shares:
        named = settings.of(each.position)
        symbol = named.symbol if named else str(each.position.asset.contract)
        row = rows.get(each.position)
        if row is None or row.unread or not all_read:
            missing.append(Missing(symbol, Unread()))
            continue
        priced = _priced(row)
        if priced is None:
            missing.append(Missing(symbol, row.unvalued or Unread()))
            continue
        targets.append(Target(symbol, Fraction(each.share), band.band if band else None))
        held[symbol], prices[symbol] = priced[0], priced[1:]
    if missing:
        return Unbalanced(tuple(missing))
    found_drifts = drifts(held, targets)
    return Balance(settings.targets, found_drifts, prices, rebalancing(found_drifts, prices))


def _priced(row: Row) -> tuple[Fraction, Price, int] | None:
    """Its value, price and decimals."""
    if row.value is None or row.price is None or row.decimals is None:
        return None
    return row.value, row.price, row.decimals
