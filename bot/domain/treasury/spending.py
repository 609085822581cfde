"""What was spent, added up by track, by month and by recipient."""

from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from bot.domain.actions.outlays import Outlay
from bot.domain.ids import Address, ChainId, TrackId
from bot.domain.treasury.assets import AssetRef


class Spent(msgspec.Struct, frozen=True):
    """What one request moved that was carried out."""

    track: TrackId
    chain: ChainId
    outlay: Outlay
    at: datetime

    @property
    def asset(self) -> AssetRef:
        return AssetRef(self.chain, self.outlay.asset)


class SpentBy(StrEnum):
    TRACK = "track"
    MONTH = "month"
    RECIPIENT = "recipient"


class Sum(msgspec.Struct, frozen=True):
    """What was spent of one asset."""

    key: TrackId | Address | tuple[int, int]
    """A track, an account, or a month (year and month, in UTC)."""
    asset: AssetRef
    amount: int
    """In base units."""
    times: int


_KEYS: dict[SpentBy, Callable[[Spent], TrackId | Address | tuple[int, int]]] = {
    SpentBy.TRACK: lambda spent: spent.track,
    SpentBy.MONTH: lambda spent: month_of(spent.at),
    SpentBy.RECIPIENT: lambda spent: spent.outlay.to,
}


def month_of(at: datetime) -> tuple[int, int]:
    """Year and month, in UTC."""
    at = at.astimezone(UTC)
    return at.year, at.month


def summed(spent: Iterable[Spent], by: SpentBy) -> tuple[Sum, ...]:
    """Every key with each of its assets: months from the newest on, all others in the order in which they come
    first."""
    found: dict[Hashable, Sum] = {}
    for each in spent:
        key = _KEYS[by](each)
        before = found.get((key, each.asset), Sum(key, each.asset, 0, 0))
        found[key, each.asset] = Sum(key, each.asset, before.amount + each.outlay.amount, before.times + 1)
    sums = list(found.values())
    if by is SpentBy.MONTH:
        sums.sort(key=lambda each: (each.key, each.asset.chain, each.asset.contract or ""), reverse=True)
    return tuple(sums)
