"""By which event a Safe used up a nonce: the nonce tells the blocks, so that few have to be searched for events.

Providers answer for ten, a thousand or ten thousand blocks at once, and two weeks of a chain are more than a hundred
thousand.
"""

import msgspec

from bot.chain.calls.state import Call
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.chain.contracts.events import Log
from bot.domain.blocks import BlockRef, Value
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address
from bot.execution.safe.chain.contract import EXECUTION_FAILURE, EXECUTION_SUCCESS, nonce_of

_FEW_BLOCKS = 10
"""As many as every provider answers for at once."""
_NEAREST = 64
_WIDER = 8
"""How far back is looked first, and how much farther each time: most of what is asked about was executed a moment ago,
and nodes without an archive know the last states only."""


class NonceAt(msgspec.Struct, frozen=True):
    """A contract's nonce at a block."""

    block: BlockRef
    nonce: int


async def event_of(chain: EvmChain, safe: Address, nonce: int, since: int, now: NonceAt) -> Log:
    """The event by which the Safe used up a nonce that was free at the block `since`, and isn't any more at `now`.

    Each execution raises the nonce by one and leaves one event: fewer events are a node's fault. Raises
    ChainUnavailable.
    """
    low, high = await narrowed(chain, nonce_of(safe), nonce, since, now)
    events = await events_of(chain, safe, low, high, high.nonce - nonce)
    return events[nonce - high.nonce]


async def events_of(chain: EvmChain, safe: Address, since: int, now: NonceAt, least: int) -> list[Log]:
    """All executions in these blocks, of which there are so many at least. Raises ChainUnavailable."""
    events = await chain.logs(safe, [EXECUTION_SUCCESS, EXECUTION_FAILURE], since, now.block)
    if len(events) < least:
        raise ChainUnavailable(
            chain.id, f"the node gave {len(events)} of at least {least} executions of the Safe {safe}"
        )
    return events


async def narrowed(
    chain: EvmChain, asked: Call, nonce: int, since: int, now: NonceAt, few: int = _FEW_BLOCKS
) -> tuple[int, NonceAt]:
    """Fewer blocks than that in which a contract's nonce was used up, `asked` being the question after it; more where
    the nodes don't know the states between them any more. Raises ChainUnavailable."""
    low, high, back, passed_by = since, now, _NEAREST, False
    while high.block.number - low >= few:
        number = (low + high.block.number) // 2 if passed_by else max(low, now.block.number - back)
        seen = await _nonce_at(chain, asked, number)
        if seen is None:
            break
        if seen.nonce <= nonce:
            low, passed_by = number, True
        elif number == low:
            break
        else:
            high, back = seen, back * _WIDER
    return low, high


async def _nonce_at(chain: EvmChain, asked: Call, number: int) -> NonceAt | None:
    """None where it can't be read, as of a state that was thrown away, or before the contract was there."""
    block = await chain.block(number)
    (answer,) = await chain.read([asked], block)
    reading = tokens.number(answer)
    return NonceAt(block, reading.raw) if isinstance(reading, Value) else None
