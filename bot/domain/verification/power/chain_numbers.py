"""What a record says that chains said: its blocks, and every number with the block at which it was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from bot.domain.blocks import BlockRef
from bot.domain.ids import Address
from bot.domain.power import AnyOnChain, Erc20, Native, OnChain
from bot.domain.verification.files.record_form import Evidence
from bot.domain.verification.vote import Vote, block_of


class NumberRead(msgspec.Struct, frozen=True):
    """A number, and of what and where it was read."""

    field: str
    source: AnyOnChain
    wallet: Address
    block: BlockRef
    raw: str
    ballot: str | None


def blocks_in(vote: Vote) -> list[tuple[str, BlockRef]]:
    """Every block that the record names, with its field."""
    frozen = vote.frozen
    found = [(f"frozen.snapshot[{place}]", block) for place, block in enumerate(frozen.snapshot)]
    found += [(f"frozen.earlier[{place}]", block) for place, block in enumerate(frozen.earlier)]
    pool = vote.record.pool
    found += [(f"pool.blocks[{place}]", block) for place, block in enumerate(pool.blocks if pool else ())]
    return [(field, block_of(block)) for field, block in found]


def numbers_in(vote: Vote) -> Iterator[NumberRead]:
    """Every number that was read for somebody's power, and of a pool. What they say is known to fit the policy."""
    at: dict[str, BlockRef] = {block.hash: block for _, block in blocks_in(vote)}
    for entry in vote.entries:
        yield from _of(vote, entry.field, entry.evidence, at, entry.receipt)
    for place, each in enumerate(vote.record.powers or ()):
        yield from _of(vote, f"powers[{place}]", each.evidence, at, None)
    pool, policy = vote.record.pool, vote.policy
    if pool is not None and policy.executor is not None:
        chain = policy.executor.chain
        asset: AnyOnChain = Native(chain=chain)
        if policy.pool is not None and policy.pool.asset is not None:
            asset = Erc20(chain=chain, contract=policy.pool.asset)
        (block,) = (block_of(block) for block in pool.blocks if block.chain == chain)
        yield NumberRead("pool.balance", asset, policy.executor.holder, block, pool.balance, None)


def _of(
    vote: Vote, field: str, evidence: Sequence[Evidence], at: Mapping[str, BlockRef], ballot: str | None
) -> Iterator[NumberRead]:
    for place, each in enumerate(evidence):
        source = vote.policy.power.sources[each.place - 1]
        if isinstance(source, OnChain) and each.wallet is not None and each.block is not None:
            raw = f"{field}.evidence[{place}].raw"
            yield NumberRead(raw, source, Address(each.wallet), at[each.block], each.raw, ballot)
