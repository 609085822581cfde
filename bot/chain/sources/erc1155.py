"""ERC-1155: the balances of listed ids, each with its weight (https://eips.ethereum.org/EIPS/eip-1155)."""

from collections.abc import Sequence
from typing import ClassVar

from bot.chain.calls.multicall import Reader
from bot.chain.calls.state import Call, Outcome, word
from bot.chain.contracts import tokens
from bot.domain.blocks import BlockRef, Reading, Undetermined, Value
from bot.domain.errors import WrongContract
from bot.domain.errors.chain.contracts import (
    NotOfItsInterface,
)
from bot.domain.ids import Address
from bot.domain.power import Erc1155

_KIND = "erc1155"
_BALANCE_OF = bytes.fromhex("00fdd58e")
_TOTAL_SUPPLY = bytes.fromhex("bd85b039")
_ERC1155_ID = bytes.fromhex("d9b67a26")


class Erc1155Reads:
    bounded_by_total: ClassVar[bool] = False

    def calls(self, source: Erc1155, wallet: Address) -> list[Call]:
        return [balance_of_id(source.contract, wallet, entry.id) for entry in source.ids]

    def power(self, source: Erc1155, wallet: Address, outcomes: Sequence[Outcome], at: BlockRef) -> Reading:
        return _weighed(source, outcomes)

    def total_calls(self, source: Erc1155) -> list[Call]:
        """`totalSupply(uint256)`, which only contracts with OpenZeppelin's ERC1155Supply or the like have."""
        return [Call(source.contract, _TOTAL_SUPPLY + _id(entry.id)) for entry in source.ids]

    def total(self, source: Erc1155, outcomes: Sequence[Outcome]) -> Reading:
        return _weighed(source, outcomes)

    async def check(self, source: Erc1155, reader: Reader, at: BlockRef, coin: str) -> tuple[str, int]:
        contract, chain = source.contract, source.chain
        symbol, supports, *balances = await reader.read(
            [
                tokens.symbol(contract),
                tokens.supports_interface(contract, _ERC1155_ID),
                *self.calls(source, contract),
            ],
            at,
        )
        tokens.all_answered([symbol], chain)
        if tokens.expected_number(supports, contract, chain, _KIND, "supportsInterface(bytes4)") != 1:
            raise WrongContract(contract, _KIND, NotOfItsInterface("ERC-1155"))
        for balance in balances:
            tokens.expected_number(balance, contract, chain, _KIND, "balanceOf(address,uint256)")
        return tokens.symbol_or_votes(symbol), 0


def balance_of_id(contract: Address, account: Address, token: int) -> Call:
    """`balanceOf(address,uint256)`: how many of one id an account has."""
    return Call(contract, _BALANCE_OF + word(account) + _id(token))


def _id(token: int) -> bytes:
    return token.to_bytes(32, "big")


def _weighed(source: Erc1155, outcomes: Sequence[Outcome]) -> Reading:
    total = 0
    for entry, outcome in zip(source.ids, outcomes, strict=True):
        reading = tokens.number(outcome)
        if isinstance(reading, Undetermined):
            return Undetermined(f"token {entry.id}: {reading.why}", reading.failure)
        total += reading.raw * entry.weight
    return Value(total)
