"""ERC-20: what an account holds (https://eips.ethereum.org/EIPS/eip-20)."""

from bot.chain import tokens
from bot.chain.multicall import Reader
from bot.chain.state import Call
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address, ChainId


class Erc20Reads:
    def power(self, contract: Address, wallet: Address) -> Call:
        return tokens.balance_of(contract, wallet)

    def total(self, contract: Address) -> Call:
        return tokens.total_supply(contract)

    async def check(self, contract: Address, chain: ChainId, reader: Reader, at: BlockRef) -> tuple[str, int]:
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
        tokens.expected_number(balance, contract, chain, "erc20", "balanceOf(address)")
        tokens.expected_number(total, contract, chain, "erc20", "totalSupply()")
        return tokens.symbol_text(symbol), tokens.expected_decimals(decimals, contract, chain, "erc20")
