"""What a server's treasury holds now, and what went out of it month by month."""

from collections.abc import Collection, Mapping
from fractions import Fraction

import msgspec

from bot.domain.statistics.table import Table
from bot.domain.treasury.assets import AssetRef
from bot.domain.treasury.runway import prices_of
from bot.domain.treasury.spending import SpentBy
from bot.services.actors import Actor
from bot.services.treasury.holdings import Treasuries, Treasury
from bot.services.treasury.spending import Spending, TreasurySpending

Month = tuple[int, int]
"""Year and month, in UTC."""


class MonthSpent(msgspec.Struct, frozen=True):
    """What went out in a month, at the prices of today."""

    month: Month
    dollars: Fraction
    unpriced: int
    """Payments of what has no price today: they are in no figure."""


class TreasuryNumbers(msgspec.Struct, frozen=True):
    treasury: Treasury
    spending: Spending
    """By month."""
    months: tuple[MonthSpent, ...]
    """The oldest first; of a year, from the first in which anything went out to the last."""

    def table(self) -> Table:
        columns = ("month", "chain", "contract", "symbol", "amount", "payments")
        rows = []
        for each in self.spending.sums:
            assert isinstance(each.key, tuple), "they are by month"
            named = self.spending.assets.get(each.asset)
            rows.append(
                (
                    "{}-{:02}".format(*each.key),
                    each.asset.chain,
                    each.asset.contract,
                    None if named is None else named[0],
                    each.amount,
                    each.times,
                )
            )
        return Table("treasury-spending", columns, rows)


class TreasuryStatistics(msgspec.Struct, frozen=True):
    treasuries: Treasuries
    treasury_spending: TreasurySpending

    async def of(self, actor: Actor) -> TreasuryNumbers:
        """Of the space of the channel. Raises NotSetUp, StoredDataInvalid."""
        treasury = await self.treasuries.of(actor.guild, actor.channel)
        spending = await self.treasury_spending.spending(actor.guild, SpentBy.MONTH, actor.channel)
        return TreasuryNumbers(treasury, spending, _months(spending, prices_of(treasury.valuation)))


def _months(spending: Spending, prices: Mapping[AssetRef, Fraction]) -> tuple[MonthSpent, ...]:
    found: dict[Month, MonthSpent] = {}
    for each in spending.sums:
        assert isinstance(each.key, tuple), "they are by month"
        price = prices.get(each.asset)
        before = found.get(each.key, MonthSpent(each.key, Fraction(0), 0))
        found[each.key] = MonthSpent(
            each.key,
            before.dollars + (each.amount * price if price is not None else 0),
            before.unpriced + (each.times if price is None else 0),
        )
    return tuple(found.get(month, MonthSpent(month, Fraction(0), 0)) for month in all_months(found))


def all_months(found: Collection[Month]) -> list[Month]:
    """The months from the first of these to the last: one in which nothing went out is none to be left out."""
    if not found:
        return []
    first, last = min(found), max(found)
    numbers = range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])
    return [(number // 12, number % 12 + 1) for number in numbers]
