"""What the chain says about the contracts that actions call."""

from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from bot.chain.calls.state import Call
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.actions.actions import DecodedAction, numbered
from bot.domain.actions.effects import OF_STREAMS, Token
from bot.domain.blocks import BlockRef, Value
from bot.domain.executors import Rights
from bot.domain.ids import Address
from bot.execution.actions.abi import function
from bot.execution.actions.known import SAFE_ADMINISTRATION
from bot.execution.actions.modules import modules_of_others
from bot.execution.safe.chain.rights import rights_shown

_VIEWS = ("getOwners()", "getThreshold()", "VERSION()")
"""What every Safe tells."""


class Metadata(msgspec.Struct, frozen=True):
    """What is known of an account: whether code is there and, of a token, its symbol ("" where it tells none that is
    one short word) and its decimals (None where it tells none)."""

    has_code: bool
    symbol: str = ""
    decimals: int | None = None
    is_safe: bool = False
    """Whether it answers as a Safe does, where it is called as one would be to change it."""
    rights: Rights = ""
    """What it is to the account that makes the calls."""
    module_of: tuple[Address, ...] = ()
    """Other Safes than that account of which it is a module, as far as is known."""

    def token(self, contract: Address, native: str) -> Token:
        """It as a token, on a chain whose coin is called so."""
        # A token that calls itself as the chain's coin is called would be taken for it.
        symbol = "" if self.symbol.casefold() == native.casefold() else self.symbol
        return Token(contract, symbol, self.decimals)


async def metadata_of(
    actions: Sequence[DecodedAction], chain: EvmChain, at: BlockRef, account: Address | None = None
) -> dict[Address, Metadata]:
    """Code, symbol and decimals of every target on this chain, those inside batches too, and of each token that is paid
    little by little; and what each is to the account that makes the calls. Raises ChainUnavailable."""
    actions = [each for _, each in numbered(actions) if each.action.chain == chain.id]
    targets = list(dict.fromkeys([*(each.action.to for each in actions), *_streamed(actions)]))
    codes = await chain.codes(targets, at)
    contracts = [target for target in targets if codes[target]]
    found = dict.fromkeys(targets, Metadata(has_code=False))
    found |= await _tokens(contracts, chain, at)
    called = [each for each in contracts if each in _told_something(actions)]
    if account is not None and called:
        for target, rights in (await rights_shown(chain, account, called, at)).items():
            found[target] = replace(found[target], rights=rights)
    for target, safes in (await modules_of_others(actions, called, account, chain, at)).items():
        found[target] = replace(found[target], module_of=safes)
    for safe in await _safes(_administered(actions), chain, at):
        found[safe] = replace(found[safe], is_safe=True)
    return found


async def tokens_at(contracts: Sequence[Address], chain: EvmChain, at: BlockRef) -> dict[Address, Token]:
    """What each of these contracts says of itself as a token. Raises ChainUnavailable."""
    found = await _tokens(contracts, chain, at)
    return {contract: found[contract].token(contract, chain.config.native) for contract in contracts}


async def _tokens(contracts: Sequence[Address], chain: EvmChain, at: BlockRef) -> dict[Address, Metadata]:
    calls = [call for contract in contracts for call in (tokens.symbol(contract), tokens.decimals(contract))]
    answers = await chain.read(calls, at)
    tokens.all_answered(answers, chain.id)
    found = dict[Address, Metadata]()
    for place, contract in enumerate(contracts):
        symbol, decimals = answers[2 * place : 2 * place + 2]
        reading = tokens.number(decimals)
        places = reading.raw if isinstance(reading, Value) and reading.raw <= tokens.MAX_DECIMALS else None
        found[contract] = Metadata(True, tokens.symbol_text(symbol), places)
    return found


def _streamed(actions: Sequence[DecodedAction]) -> Iterator[Address]:
    for decoded in actions:
        if isinstance(decoded.effect, OF_STREAMS) and decoded.effect.token is not None:
            yield decoded.effect.token.contract


def _told_something(actions: Sequence[DecodedAction]) -> set[Address]:
    """Those that get more than coins."""
    return {each.action.to for each in actions if each.action.data != "0x"}


def _administered(actions: Sequence[DecodedAction]) -> list[Address]:
    """Whom the calls by which a Safe would be changed are made to."""
    called = (
        each.action.to for each in actions if bytes.fromhex(each.action.data[2:10]) in SAFE_ADMINISTRATION
    )
    return list(dict.fromkeys(called))


async def _safes(accounts: Sequence[Address], chain: EvmChain, at: BlockRef) -> list[Address]:
    """Those that answer as Safes do. Raises ChainUnavailable."""
    asked = [Call(account, function(view).selector) for account in accounts for view in _VIEWS]
    answers = await chain.read(asked, at)
    tokens.all_answered(answers, chain.id)
    known = [isinstance(answer, bytes) and len(answer) >= 32 for answer in answers]
    size = len(_VIEWS)
    return [
        account for place, account in enumerate(accounts) if all(known[place * size : (place + 1) * size])
    ]
