"""Which blocks power is read at: one common time on all chains, and the earlier times of a holding rule."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.domain.blocks import BlockRef
from bot.domain.chains import chain_of
from bot.domain.ids import ChainId
from bot.domain.power import Holding, PowerRule, on_chain, sample_times
from bot.services.ports import Chain


def chains_of(rule: PowerRule) -> list[ChainId]:
    """The chains on which power is read, in the order of the sources."""
    return list(dict.fromkeys(source.chain for _, source in on_chain(rule.sources)))


async def common_blocks(
    chains: Mapping[ChainId, Chain], wanted: Iterable[ChainId], not_after: datetime | None = None
) -> dict[ChainId, BlockRef]:
    """On each chain the newest finalized block at or before one common time.

    That time is the newest that all of the chains have: the earliest of their newest finalized blocks (at or before
    `not_after`). Raises UnknownChain, ChainUnavailable.
    """
    wanted = tuple(wanted)
    for chain in wanted:
        chain_of(chains, chain)
    newest = {chain: await chains[chain].finalized(not_after=not_after) for chain in wanted}
    if len(newest) < 2:
        return newest
    common = min(block.time for block in newest.values())
    return {
        chain: block if block.time == common else await chains[chain].finalized(not_after=common)
        for chain, block in newest.items()
    }


async def earlier_blocks(
    chains: Mapping[ChainId, Chain], holding: Holding | None, snapshot: Sequence[BlockRef]
) -> tuple[BlockRef, ...]:
    """For each earlier time of the holding rule (the oldest first) the newest block at or before it of each chain,
    in the order of the snapshot. Raises ChainUnavailable, also while a chain is younger than such a time.
    """
    if holding is None:
        return ()
    return tuple(
        [
            await chains[block.chain].finalized(not_after=time)
            for time in sample_times(holding, snapshot)
            for block in snapshot
        ]
    )
