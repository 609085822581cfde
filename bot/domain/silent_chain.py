"""A chain of which no node answers, as servers were told of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChainId


@dataclass(frozen=True)
class SilentChain:
    chain: ChainId
    since: datetime
    """When it was asked in vain for the first time."""
