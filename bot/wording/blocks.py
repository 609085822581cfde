"""Blocks of chains, as they are named wherever a reading says where it comes from."""

from collections.abc import Sequence

from bot.domain.blocks import BlockRef
from bot.wording.language import Language


def block_list(blocks: Sequence[BlockRef], say: Language) -> str:
    """`block 123 of chain 1`, several one after the other."""
    named = say.pgettext("value", "block {number} of chain {chain}")
    return ", ".join(named.format(number=block.number, chain=block.chain) for block in blocks)
