"""Draws to look at: a pool of forty, and the next block."""

from datetime import UTC, datetime

from bot.domain.blocks import BlockRef
from bot.domain.ids import BlockHash, ChainId, DrawId, GuildId, MemberId, SpaceId
from bot.domain.sortition.draw import JuryDraw
from bot.domain.sortition.terms import DrawTerms

POOL = tuple(MemberId(10**17 + 7919 * place) for place in range(40))
AFTER = 1_800_000_000
TERMS = DrawTerms(GuildId(77), 3, "Who looks into the grant", 12, ChainId(1), AFTER, POOL)
BLOCK = BlockRef(ChainId(1), 23_000_000, BlockHash("0x" + "5c" * 32), AFTER + 7)
CALLED = JuryDraw(
    DrawId(1), SpaceId(1), TERMS, TERMS.commitment, MemberId(5), datetime(2026, 11, 1, tzinfo=UTC)
)
DRAWN = CALLED.drawn_by(BLOCK)
