"""ERC-721: how many tokens an account holds (https://eips.ethereum.org/EIPS/eip-721)."""

from bot.chain import tokens
from bot.chain.multicall import Reader
from bot.chain.state import Call
from bot.domain.blocks import BlockRef
from bot.domain.errors import WrongContract
from bot.domain.ids import Address, ChainId

_KIND = "erc721"
_SUPPORTS_INTERFACE = bytes.fromhex("01ffc9a7")
_ERC721_ID = bytes.fromhex("80ac58cd")


class Erc721Reads:
    def power(self, contract: Address, wallet: Address) -> Call:
        return tokens.balance_of(contract, wallet)

    def total(self, contract: Address) -> Call:
        """`totalSupply`, which only enumerable collections have."""
        return tokens.total_supply(contract)

    async def check(self, contract: Address, chain: ChainId, reader: Reader, at: BlockRef) -> tuple[str, int]:
        symbol, balance, supports = await reader.read(
            [
                tokens.symbol(contract),
                tokens.balance_of(contract, contract),
                Call(contract, _SUPPORTS_INTERFACE + _ERC721_ID + bytes(28)),
            ],
            at,
        )
        tokens.all_answered([symbol], chain)
        tokens.expected_number(balance, contract, chain, _KIND, "balanceOf(address)")
        if tokens.expected_number(supports, contract, chain, _KIND, "supportsInterface(bytes4)") != 1:
            raise WrongContract(contract, _KIND, "it says that it isn't an ERC-721 (ERC-165)")
        return tokens.symbol_text(symbol), 0
