"""One vote of a space's past that was held elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from bot.domain.elections.election import Election
from bot.domain.ids import Power

Source = Literal["snapshot"]
"""Where votes are imported from."""

DECIMALS = 18
"""Of their powers: whoever publishes them writes amounts with a point."""


class ImportedVote(msgspec.Struct, frozen=True):
    """Nobody here checked who voted, or with what power: it is what was published."""

    source: Source
    key: str
    """By which its source names it."""
    title: str
    author: str
    opened_at: datetime
    ended_at: datetime
    election: Election
    """Its ballots by the wallets that cast them, powers in base units with DECIMALS."""
    voters: int
    """Whose ballots count."""
    cast_power: Power
    """Of these ballots."""
    passed: bool
    """Whether it passed; of a vote that asks for a winner, whether there was one."""
    agrees: bool
    """Whether the scores that were published are those of its ballots."""
