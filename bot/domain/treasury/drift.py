"""How far a treasury has drifted from the shares that it is to have, and what brings it back.

Two kinds of rebalancing: when an asset leaves its band, or by the calendar whatever the shares are.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from math import floor

import msgspec

from bot.domain.treasury.prices import Price


class BandKind(StrEnum):
    ABSOLUTE = "absolute"
    """The width is in shares of everything: 25 % with a band of 5 % is from 20 % to 30 %."""
    RELATIVE = "relative"
    """The width is a share of the target: 25 % with a band of 20 % is from 20 % to 30 %."""


class Band(msgspec.Struct, frozen=True):
    """How far a share may be from its target: no further than the width, which is within the band still."""

    kind: BandKind
    width: Fraction

    def around(self, target: Fraction) -> tuple[Fraction, Fraction]:
        """The least and the largest share."""
        width = self.width if self.kind is BandKind.ABSOLUTE else self.width * target
        return max(Fraction(0), target - width), min(Fraction(1), target + width)


class Target(msgspec.Struct, frozen=True):
    """The share that an asset is to have of all that have targets."""

    symbol: str
    share: Fraction
    band: Band | None
    """None: only the calendar asks for it."""


class Drift(msgspec.Struct, frozen=True):
    """One asset, as it is and as it is to be."""

    target: Target
    value: Fraction
    """In dollars."""
    share: Fraction
    """Of all assets that have targets."""
    change: Fraction
    """Dollars that are to be bought of it, or sold where it is less than 0; of all assets together it is 0."""

    @property
    def out_of_band(self) -> bool:
        if self.target.band is None:
            return False
        least, most = self.target.band.around(self.target.share)
        return not least <= self.share <= most


def drifts(values: Mapping[str, Fraction], targets: Sequence[Target]) -> tuple[Drift, ...]:
    """Each target with what there is of it; nothing where there is nothing in all.

    The targets make one together (ValueError where they don't), and values are not negative.
    """
    if sum((each.share for each in targets), Fraction(0)) != 1:
        raise ValueError("target shares must make one")
    held = {each.symbol: values.get(each.symbol, Fraction(0)) for each in targets}
    total = sum(held.values(), Fraction(0))
    if total <= 0:
        return ()
    return tuple(
        Drift(
            each,
            held[each.symbol],
            held[each.symbol] / total,
            each.share * total - held[each.symbol],
        )
        for each in targets
    )


def by_bands(found: Sequence[Drift]) -> bool:
    """Whether an asset has left its band."""
    return any(each.out_of_band for each in found)


def by_calendar(last: datetime, every: timedelta, now: datetime) -> bool:
    """Whether the time has come, whatever the shares are."""
    return now >= last + every


class Trade(msgspec.Struct, frozen=True):
    """So much of an asset is sold (less than 0) or bought."""

    symbol: str
    amount: int
    """In base units."""
    value: Fraction
    """In dollars, of just this amount."""


class Rebalancing(msgspec.Struct, frozen=True):
    """What brings every asset back to its target."""

    trades: tuple[Trade, ...]
    left_over: Fraction
    """Dollars that the sales bring more than the purchases cost, since no token is divided further than it can be:
    never less than 0, and less than what one base unit of each asset is worth."""


def rebalancing(found: Sequence[Drift], prices: Mapping[str, tuple[Price, int]]) -> Rebalancing:
    """The trades, the sales first, at these prices of tokens with these decimals.

    What is sold is rounded up to a whole base unit, and never more than is held; what is bought is rounded down. So
    nothing is bought for which nothing was sold.
    """
    trades: list[Trade] = []
    for each in found:
        price, decimals = prices[each.target.symbol]
        unit = price.value(1, decimals)
        # Of what is sold, less than 0, that is more: rounded up.
        amount = floor(each.change / unit)
        if amount:
            trades.append(Trade(each.target.symbol, amount, amount * unit))
    trades.sort(key=lambda trade: (trade.amount > 0, -abs(trade.value), trade.symbol))
    return Rebalancing(tuple(trades), -sum((trade.value for trade in trades), Fraction(0)))
