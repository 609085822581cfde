"""The chain's own coin."""

from collections.abc import Sequence

from bot.chain.calls.state import Call, CoinBalance, Outcome
from bot.chain.sources.native import DECIMALS
from bot.domain.blocks import Undetermined
from bot.domain.ids import Address
from bot.domain.treasury.holdings import Told
from bot.domain.treasury.positions import CoinPosition


class CoinReads:
    def held(self, position: CoinPosition, account: Address) -> CoinBalance:
        return CoinBalance(account)

    def about(self, position: CoinPosition) -> list[Call]:
        return []

    def told(self, position: CoinPosition, outcomes: Sequence[Outcome], coin: str) -> Told:
        return Told(coin, DECIMALS)

    def redeemed_for(self, outcomes: Sequence[Outcome]) -> Address | Undetermined | None:
        return None

    def redemption(self, position: CoinPosition, amount: int) -> Call | None:
        return None
