"""ERC-20: what an account holds (https://eips.ethereum.org/EIPS/eip-20)."""

from bot.chain.calls.multicall import Reader
from bot.chain.calls.state import Call
from bot.chain.contracts import tokens
from bot.chain.sources.one_number import OneNumber
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address
from bot.domain.power import Erc20

_KIND = "erc20"


class Erc20Reads(OneNumber):
    def calls(self, source: Erc20, wallet: Address) -> list[Call]:
        return [tokens.balance_of(source.contract, wallet)]

    def total_calls(self, source: Erc20) -> list[Call]:
        return [tokens.total_supply(source.contract)]

    async def check(self, source: Erc20, reader: Reader, at: BlockRef, coin: str) -> tuple[str, int]:
        contract, chain = source.contract, source.chain
        symbol, decimals, balance, total = await reader.read(
            [
                tokens.symbol(contract),
                tokens.decimals(contract),
                tokens.balance_of(contract, contract),
                tokens.total_supply(contract),
            ],
            at,
        )
        tokens.all_answered([symbol], chain)
        tokens.expected_number(balance, contract, chain, _KIND, "balanceOf(address)")
        tokens.expected_number(total, contract, chain, _KIND, "totalSupply()")
        return tokens.symbol_or_votes(symbol), tokens.expected_decimals(decimals, contract, chain, _KIND)
