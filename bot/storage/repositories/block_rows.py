"""Blocks, as columns of other facts hold them."""

import msgspec

from bot.domain.blocks import BlockRef
from bot.domain.ids import BlockHash, ChainId


class _BlockRow(msgspec.Struct, array_like=True):
    chain: int
    number: int
    hash: str
    timestamp: int


_blocks = msgspec.json.Decoder(list[_BlockRow])


def blocks_text(blocks: tuple[BlockRef, ...]) -> str:
    rows = [_BlockRow(block.chain, block.number, block.hash, block.timestamp) for block in blocks]
    return msgspec.json.encode(rows).decode()


def blocks_of(text: str) -> tuple[BlockRef, ...]:
    return tuple(
        BlockRef(ChainId(row.chain), row.number, BlockHash(row.hash), row.timestamp)
        for row in _blocks.decode(text)
    )
