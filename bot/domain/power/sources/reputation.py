"""Reputation in the space's own ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from bot.domain.ids import Address
from bot.domain.policy.bounds import PositiveDuration
from bot.domain.power.sources.base import Source
from bot.domain.reputation.ledger import DECIMALS

if TYPE_CHECKING:
    from bot.domain.power.holder import Holder


class Reputation(Source):
    """The space's own ledger at the time of the opening, decayed by its half-life (reputation/ledger.py)."""

    kind: Literal["reputation"] = "reputation"
    half_life: PositiveDuration | None = None
    """None: reputation doesn't decay."""

    needs_wallet: ClassVar[bool] = False
    counts_items: ClassVar[bool] = False
    of_ledger: ClassVar[bool] = True
    of_server: ClassVar[bool] = False
    symbol: ClassVar[str] = "reputation"
    decimals_off_chain: ClassVar[int] = DECIMALS

    def known(self, holder: Holder, wallet: Address | None) -> int:
        return holder.reputation.get(self.key, 0)
