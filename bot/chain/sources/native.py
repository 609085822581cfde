"""The chain's own coin: what an account has, in wei."""

from bot.chain.calls.multicall import Reader
from bot.chain.calls.state import Call, CoinBalance
from bot.chain.sources.one_number import OneNumber
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address
from bot.domain.power import Native

DECIMALS = 18


class NativeReads(OneNumber):
    def calls(self, source: Native, wallet: Address) -> list[CoinBalance]:
        return [CoinBalance(wallet)]

    def total_calls(self, source: Native) -> list[Call]:
        """None: no node tells how much of the coin there is."""
        return []

    async def check(self, source: Native, reader: Reader, at: BlockRef, coin: str) -> tuple[str, int]:
        return coin, DECIMALS
