"""ERC-721: how many tokens an account holds, or which of some listed ones (https://eips.ethereum.org/EIPS/eip-721).

"NFTs assigned to zero address are considered invalid, and queries about them do throw": where a contract that calls
itself an ERC-721 at the very block refuses `ownerOf`, nobody holds that token. Any other failure is undetermined
(docs/decisions/0011-tokens-that-nobody-holds.md).
"""

from collections.abc import Sequence
from typing import ClassVar

from bot.chain.calls.multicall import Reader
from bot.chain.calls.state import Call, Outcome, Reverted, word
from bot.chain.contracts import tokens
from bot.domain.blocks import BlockRef, Reading, Undetermined, Value
from bot.domain.errors import WrongContract
from bot.domain.errors.chain.contracts import (
    AnswersOtherwise,
    NotOfItsInterface,
)
from bot.domain.ids import Address
from bot.domain.power import Erc721

_KIND = "erc721"
_ERC721_ID = bytes.fromhex("80ac58cd")
_OWNER_OF = bytes.fromhex("6352211e")
_NOBODY = bytes(32)


class Erc721Reads:
    bounded_by_total: ClassVar[bool] = False

    def calls(self, source: Erc721, wallet: Address) -> list[Call]:
        return _owners(source) if source.ids else [tokens.balance_of(source.contract, wallet)]

    def power(self, source: Erc721, wallet: Address, outcomes: Sequence[Outcome], at: BlockRef) -> Reading:
        return _held(source, outcomes, word(wallet)) if source.ids else tokens.number(outcomes[0])

    def total_calls(self, source: Erc721) -> list[Call]:
        """`totalSupply`, which only enumerable collections have; or who owns each listed token."""
        return _owners(source) if source.ids else [tokens.total_supply(source.contract)]

    def total(self, source: Erc721, outcomes: Sequence[Outcome]) -> Reading:
        return _held(source, outcomes, None) if source.ids else tokens.number(outcomes[0])

    async def check(self, source: Erc721, reader: Reader, at: BlockRef, coin: str) -> tuple[str, int]:
        contract, chain = source.contract, source.chain
        symbol, balance, supports, *owners = await reader.read(
            [
                tokens.symbol(contract),
                tokens.balance_of(contract, contract),
                tokens.supports_interface(contract, _ERC721_ID),
                *_owners(source)[1:],
            ],
            at,
        )
        tokens.all_answered([symbol, *owners], chain)
        tokens.expected_number(balance, contract, chain, _KIND, "balanceOf(address)")
        if tokens.expected_number(supports, contract, chain, _KIND, "supportsInterface(bytes4)") != 1:
            raise WrongContract(contract, _KIND, NotOfItsInterface("ERC-721"))
        held = _held(source, [supports, *owners], None)
        if isinstance(held, Undetermined):
            raise WrongContract(contract, _KIND, AnswersOtherwise("", held.why))
        return tokens.symbol_or_votes(symbol), 0


def _owners(source: Erc721) -> list[Call]:
    """Whether the contract calls itself an ERC-721, then who owns each listed token."""
    return [
        tokens.supports_interface(source.contract, _ERC721_ID),
        *(Call(source.contract, _OWNER_OF + entry.id.to_bytes(32, "big")) for entry in source.ids),
    ]


def _held(source: Erc721, outcomes: Sequence[Outcome], owner: bytes | None) -> Reading:
    """The weights of the listed tokens that this account holds, or anybody where it is None."""
    supports, *owners = outcomes
    answer = tokens.number(supports)
    if answer != Value(1):
        if isinstance(answer, Undetermined):
            return answer
        return tokens.no_number("it says that it isn't an ERC-721 (ERC-165)")
    held = 0
    for entry, outcome in zip(source.ids, owners, strict=True):
        if isinstance(outcome, Reverted) and not outcome.out_of_gas:
            continue
        found = tokens.number(outcome)
        if isinstance(found, Undetermined):
            return Undetermined(f"the owner of token {entry.id}: {found.why}", found.failure)
        if found.raw >> 160:
            return tokens.no_number(f"the owner of token {entry.id} is not an address")
        if outcome != _NOBODY and owner in (None, outcome):
            held += entry.weight
    return Value(held)
