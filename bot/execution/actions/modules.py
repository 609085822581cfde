"""Of which other Safes the called contracts are modules, as far as the chain tells it in a few calls."""

from collections.abc import Iterator, Sequence

from bot.chain.calls.state import Call
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.actions.actions import Action, DecodedAction
from bot.domain.blocks import BlockRef, Value
from bot.domain.ids import Address, checksummed
from bot.execution.actions.abi import function
from bot.execution.safe.chain.rights import is_module

_NAMES_ITS_SAFE = ("avatar()", "target()", "safe()", "owner()")
"""Views by which modules name the Safe that they act as: Zodiac's modules, and others."""
_MOST_NAMED = 40
_MOST_PAIRS = 400
"""So many accounts in the calldata, and so many questions, are looked at: 20 calls hardly ever hold more."""


async def modules_of_others(
    actions: Sequence[DecodedAction],
    called: Sequence[Address],
    account: Address | None,
    chain: EvmChain,
    at: BlockRef,
) -> dict[Address, tuple[Address, ...]]:
    """For each called contract the Safes that say they have it as a module: those that an action names, and the one
    that the contract itself names. `account`, which makes the calls, is left out. Raises ChainUnavailable."""
    if not called:
        return {}
    named = list(dict.fromkeys(each for each in _named_in(actions) if each != account))[:_MOST_NAMED]
    pairs = [(safe, module) for module in called for safe in named if safe != module]
    pairs += [(safe, module) for module, safe in await _own_words(called, chain, at) if safe != account]
    pairs = list(dict.fromkeys(pairs))[:_MOST_PAIRS]
    answers = await chain.read([is_module(safe, module) for safe, module in pairs], at)
    tokens.all_answered(answers, chain.id)
    found: dict[Address, tuple[Address, ...]] = {}
    for (safe, module), answer in zip(pairs, answers, strict=True):
        reading = tokens.number(answer)
        # A token or another contract that answers everything with some number is no Safe.
        if isinstance(reading, Value) and reading.raw == 1:
            found[module] = (*found.get(module, ()), safe)
    return found


async def _own_words(
    called: Sequence[Address], chain: EvmChain, at: BlockRef
) -> list[tuple[Address, Address]]:
    """Each called contract with an account that it names as the one it acts as."""
    asked = [Call(module, function(view).selector) for module in called for view in _NAMES_ITS_SAFE]
    answers = await chain.read(asked, at)
    tokens.all_answered(answers, chain.id)
    found = []
    for call, answer in zip(asked, answers, strict=True):
        if isinstance(answer, bytes) and len(answer) == 32 and (safe := _account(answer)) is not None:
            found.append((call.to, safe))
    return list(dict.fromkeys(found))


def _named_in(actions: Sequence[DecodedAction]) -> Iterator[Address]:
    """Whom the actions call, and whom their calldata names in a word of its own."""
    for decoded in actions:
        yield decoded.action.to
        yield from _words_of(decoded.action)


def _words_of(action: Action) -> Iterator[Address]:
    arguments = bytes.fromhex(action.data[2:])[4:]
    for start in range(0, len(arguments) - 31, 32):
        if (account := _account(arguments[start : start + 32])) is not None:
            yield account


def _account(word: bytes) -> Address | None:
    """The account that a word is; None for small numbers, lengths and anything longer."""
    if any(word[:12]) or not any(word[12:18]):
        return None
    return checksummed(word[12:])
