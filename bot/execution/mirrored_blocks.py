"""Which blocks of a mirrored contract are read next, and its events there: the newest first, then what was before."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec
import structlog

from bot.chain.chains import EvmChain
from bot.chain.contracts.events import Log, TooManyLogs
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address
from bot.domain.mirrors import BlockSpan

_log = structlog.get_logger(__name__)

_PARTS_AT_ONCE = 50
"""So many ranges of blocks are asked for events in one look, each as wide as the nodes answer."""
_MOST_PARTS = 20_000
"""So many ranges back from the block at which the reading began; what was before is not read."""
_REORGANISED = 1_000
"""So many blocks are read again where the last one that was read is gone from the chain."""
_EVENTS = 2_000
"""That are held at once; where there are more, fewer blocks are read. A single block with more is left out, which is
told."""
_BYTES = 4 * 1024 * 1024
"""Of their data, likewise."""


class BlockReading(msgspec.Struct, frozen=True):
    """What was read in one look."""

    at: BlockRef
    """The finalized block of the look."""
    read: BlockSpan
    """What has been read now."""
    at_end: bool
    """Whether that comes to the block of the look."""
    logs: tuple[Log, ...]
    """The events, in their order."""
    nothing_new: bool
    """Whether no block is new, and none was looked at."""


async def read_blocks(
    chain: EvmChain, contract: Address, topics: Sequence[str], read: BlockSpan | None
) -> BlockReading:
    """What has happened since, and a part of what was before. Raises ChainUnavailable."""
    at = await chain.finalized()
    if read is None:
        first = await _first_block(chain, contract, at)
        read = BlockSpan(first, at.number + 1, at.number, at.hash, at.number, at.timestamp)
    elif at.number > read.until:
        read = await _still_there(chain, read)
    read = replace(read, first=max(read.first, read.begun - _MOST_PARTS * chain.log_span))
    width = _PARTS_AT_ONCE * chain.log_span
    while True:
        until = min(at.number, read.until + width)
        since = max(min(read.first, read.since), read.since - width)
        newer, older = until > read.until, since < read.since
        spans = [(since, read.since - 1)] * older + [(read.until + 1, until)] * newer
        try:
            found = [await _logs(chain, contract, topics, *span, at) for span in spans]
        except TooManyLogs:
            width = max(1, width // 2)
            continue
        end = read.hash
        if newer:
            end = at.hash if until == at.number else (await chain.block(until)).hash
        left_out = read.left_out + sum(each is None for each in found)
        span = replace(read, since=since, until=max(until, read.until), hash=end, left_out=left_out)
        logs = tuple(log for each in found if each is not None for log in each)
        return BlockReading(at, span, span.until >= at.number, logs, not (newer or older))


async def _logs(
    chain: EvmChain, contract: Address, topics: Sequence[str], since: int, until: int, at: BlockRef
) -> list[Log] | None:
    """The events of these blocks; None for a single block that has too many, which only a contract that wants to be in
    the way has. Raises ChainUnavailable; TooManyLogs for several blocks."""
    try:
        return await chain.logs(contract, topics, since, at, until, most=_EVENTS, longest=_BYTES)
    except TooManyLogs:
        if since < until:
            raise
        _log.warning("mirror.block_unread", contract=contract, block=until)
        return None


async def _still_there(chain: EvmChain, read: BlockSpan) -> BlockSpan:
    """What has been read; less of it where the chain has other blocks now. Raises ChainUnavailable."""
    if (await chain.block(read.until)).hash == read.hash:
        return read
    until = max(read.since - 1, read.until - _REORGANISED, 0)
    return replace(read, until=until, hash=(await chain.block(until)).hash)


async def _first_block(chain: EvmChain, contract: Address, at: BlockRef) -> int:
    """The block from which on the contract is there; 0 where no node tells it. Raises ChainUnavailable."""
    before, there = -1, at.number
    while there - before > 1:
        middle = (before + there) // 2
        try:
            has_code = await chain.has_code(contract, await chain.block(middle))
        except ChainUnavailable as unavailable:
            if unavailable.failure.for_good:
                return 0
            raise
        if has_code:
            there = middle
        else:
            before = middle
    return there
