"""Any view function that says one uint256 of an account: staked, escrowed or vested tokens."""

from functools import lru_cache

from eth_utils.abi import function_signature_to_4byte_selector

from bot.chain import tokens
from bot.chain.agreement import NoAnswer
from bot.chain.multicall import Reader
from bot.chain.sources.one_number import OneNumber
from bot.chain.state import Call, word
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable, WrongContract
from bot.domain.errors.contracts import (
    NeedsDecimals,
)
from bot.domain.ids import Address
from bot.domain.power import ViewCall

_KIND = "call"


class ViewCallReads(OneNumber):
    def calls(self, source: ViewCall, wallet: Address) -> list[Call]:
        return [Call(source.contract, _selector(source.function) + word(wallet))]

    def total_calls(self, source: ViewCall) -> list[Call]:
        return [Call(source.contract, _selector(source.total))] if source.total else []

    async def check(self, source: ViewCall, reader: Reader, at: BlockRef, coin: str) -> tuple[str, int]:
        contract, chain = source.contract, source.chain
        symbol, decimals, given, *total = await reader.read(
            [
                tokens.symbol(contract),
                tokens.decimals(contract),
                *self.calls(source, contract),
                *self.total_calls(source),
            ],
            at,
        )
        tokens.all_answered([symbol], chain)
        tokens.expected_number(given, contract, chain, _KIND, source.function)
        for answer in total:
            tokens.expected_number(answer, contract, chain, _KIND, source.total or "")
        if source.decimals is not None:
            return tokens.symbol_or_votes(symbol), source.decimals
        if isinstance(decimals, NoAnswer):
            raise ChainUnavailable(chain, decimals.why, failure=decimals.failure)
        if not isinstance(decimals, bytes) or len(decimals) != 32:
            raise WrongContract(contract, _KIND, NeedsDecimals())
        return tokens.symbol_or_votes(symbol), tokens.expected_decimals(decimals, contract, chain, _KIND)


@lru_cache(maxsize=256)
def _selector(signature: str) -> bytes:
    return bytes(function_signature_to_4byte_selector(signature))
