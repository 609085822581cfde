"""How long a treasury lasts, if so much goes out as did."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from fractions import Fraction

import msgspec

from bot.domain.ids import Address, ChainId
from bot.domain.treasury.assets import AssetRef
from bot.domain.treasury.spending import Spent
from bot.domain.treasury.valuation import Valuation

MONTH = timedelta(days=365, hours=6) / 12
"""A twelfth of a year."""
WINDOW = timedelta(days=180)
"""So far back is looked."""
SHORTEST = timedelta(days=30)
"""Less says nothing of a month."""


class Runway(msgspec.Struct, frozen=True):
    since: datetime
    until: datetime
    """What was spent between them is what is spent."""
    outgoing: Fraction
    """Dollars that went out in that time, at the prices of today."""
    total: Fraction
    """Dollars that are there."""
    unpriced: frozenset[AssetRef]
    """What was spent, too, and has no price today: it is in no figure."""

    @property
    def a_month(self) -> Fraction:
        """Dollars that go out in a month."""
        return self.outgoing * Fraction(MONTH // _SECOND) / Fraction((self.until - self.since) // _SECOND)

    @property
    def months(self) -> Fraction | None:
        """So many months it lasts; None where nothing goes out."""
        return self.total / self.a_month if self.outgoing else None


_SECOND = timedelta(seconds=1)


def runway(
    spent: Iterable[Spent],
    found: Valuation,
    own: Collection[tuple[ChainId, Address]],
    since: datetime,
    until: datetime,
) -> Runway | None:
    """By what was spent from `since` on, but for what went from one of the space's own accounts to another; None where
    that is too short a time."""
    if until - since < SHORTEST:
        return None
    prices = prices_of(found)
    outgoing, unpriced = Fraction(0), set()
    for each in spent:
        if each.at < since or (each.chain, each.outlay.to) in own or not each.outlay.amount:
            continue
        price = prices.get(each.asset)
        if price is None:
            unpriced.add(each.asset)
        else:
            outgoing += each.outlay.amount * price
    return Runway(since, until, outgoing, found.total, frozenset(unpriced))


def prices_of(found: Valuation) -> Mapping[AssetRef, Fraction]:
    """Dollars of one base unit."""
    return {
        row.position.asset: row.price.value(1, row.decimals)
        for row in found.rows
        if row.price is not None and row.decimals is not None and row.position.by_unit
    }
