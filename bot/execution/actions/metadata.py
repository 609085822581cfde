"""What the chain says about the contracts that actions call."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.chain import tokens
from bot.chain.chains import EvmChain
from bot.domain.actions import Action, DecodedAction, numbered
from bot.domain.blocks import BlockRef, Value
from bot.domain.ids import Address


@dataclass(frozen=True)
class Metadata:
    """What is known of an account: whether code is there and, of a token, its symbol ("" where it tells none that is
    one short word) and its decimals (None where it tells none)."""

    has_code: bool
    symbol: str = ""
    decimals: int | None = None


async def metadata_of(
    actions: Sequence[DecodedAction], chain: EvmChain, at: BlockRef
) -> dict[Address, Metadata]:
    """Code, symbol and decimals of every target, those inside batches too. Raises ChainUnavailable."""
    targets = list(dict.fromkeys(action.to for action in _all(actions)))
    codes = await chain.codes(targets, at)
    contracts = [target for target in targets if codes[target]]
    calls = [call for target in contracts for call in (tokens.symbol(target), tokens.decimals(target))]
    answers = await chain.read(calls, at)
    tokens.all_answered(answers, chain.id)
    found = dict.fromkeys(targets, Metadata(has_code=False))
    for place, target in enumerate(contracts):
        symbol, decimals = answers[2 * place : 2 * place + 2]
        reading = tokens.number(decimals)
        places = reading.raw if isinstance(reading, Value) and reading.raw <= tokens.MAX_DECIMALS else None
        found[target] = Metadata(True, tokens.symbol_text(symbol), places)
    return found


def _all(actions: Sequence[DecodedAction]) -> Iterator[Action]:
    return (decoded.action for _, decoded in numbered(actions))
