"""The charts on cards, drawn anew at most every few minutes."""

from datetime import datetime, timedelta

import msgspec

from bot.domain.ids import ContentHash
from bot.services.proposals.cards import Card
from bot.services.remembered import Remembered
from bot.wording.conviction.conviction_charts import chart_of
from bot.wording.language import Language
from cogs.components.cards.conviction_chart import drawn

REDRAW = timedelta(minutes=3)
_IN_MEMORY = 200

_drawn: "Remembered[ContentHash, CardChart]" = Remembered(_IN_MEMORY)
"""By the content of the proposal that each belongs to."""


class CardChart(msgspec.Struct, frozen=True):
    png: bytes
    alt: str
    """The same in words."""
    at: datetime


async def chart_for(card: Card, now: datetime, say: Language) -> CardChart | None:
    """The chart of a card, the last one while it is young; None for a card that has none."""
    opening = card.proposal.opening
    if card.staked is None or opening is None:
        return None
    last = _drawn.get(opening.content_hash)
    if last is not None and timedelta(0) <= now - last.at < REDRAW:
        return last
    chart = chart_of(card.staked, say)
    if chart is None:
        return None
    found = CardChart(await drawn(chart), chart.alt, now)
    _drawn.remember(opening.content_hash, found)
    return found
