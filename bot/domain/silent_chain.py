"""A chain of which no node answers, as servers were told of it."""

from datetime import datetime

import msgspec

from bot.domain.ids import ChainId


class SilentChain(msgspec.Struct, frozen=True):
    chain: ChainId
    since: datetime
    """When it was asked in vain for the first time."""
