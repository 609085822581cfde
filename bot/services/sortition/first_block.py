"""By which block a draw is decided."""

from datetime import timedelta

from bot.domain.blocks import BlockRef
from bot.domain.sortition.terms import DrawTerms
from bot.services.ports import Chain

_SECOND = timedelta(seconds=1)
"""Blocks have their times in whole seconds."""


async def first_block(chain: Chain, terms: DrawTerms) -> BlockRef | None:
    """The first block of the chain whose timestamp is at or after the moment that the terms name; None while none is
    final. Raises ChainUnavailable."""
    if (await chain.finalized()).timestamp < terms.after:
        return None
    before = await chain.finalized(not_after=terms.after_time - _SECOND)
    first = await chain.block(before.number + 1)
    # A node that fell behind between the questions would name an earlier one: it is asked again.
    return first if first.timestamp >= terms.after else None
