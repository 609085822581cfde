"""Calls of a Safe that wait in a Zodiac Delay before they are made: the Safe's transaction only puts them there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.blocks import BlockRef
from bot.domain.ids import Address, TransactionHash

LONGEST_WAIT = timedelta(days=180)
"""What waits is followed for so long, however long its Delay says."""
_WITHOUT_END = timedelta(days=30)
"""What never expires is waited for so long after it could be made."""
_LAST_LOOK = timedelta(days=1)
"""After its end it is still looked whether it was made: what is final is known later."""

DelayedName = Literal["waiting", "due", "lapsed", "made", "skipped"]
"""`due`: it can be made now, by anybody. `lapsed`: it can't be made any more, and still stands in the queue. `skipped`:
the queue went on without it."""


@dataclass(frozen=True)
class DelayedCall:
    """One call in the queue of a Delay, as it was seen at one block."""

    delay: Address
    number: int
    """Which of the calls of the Safe's transaction put it there, from 1."""
    place: int
    """In the Delay's queue, from 0."""
    name: DelayedName = "waiting"
    made_from: datetime | None = None
    made_until: datetime | None = None
    """From when to when it can be made; None for the second: without end."""
    ahead: int = 0
    """How many have to be made or skipped before it; MOST_AHEAD stands for more too."""
    transaction: TransactionHash | None = None
    """In which it was made."""
    block: BlockRef | None = None
    """In which it was made or skipped."""

    @property
    def is_over(self) -> bool:
        return self.name in ("made", "skipped")


MOST_AHEAD = 1_000


@dataclass(frozen=True)
class InDelay:
    """What became of a Safe's transaction whose calls, or some of them, went into a Delay."""

    transaction: TransactionHash
    """In which the Safe put them there."""
    block: BlockRef
    calls: tuple[DelayedCall, ...]
    others: bool
    """Whether the Safe made other calls at once."""

    @property
    def first(self) -> DelayedCall | None:
        """What can be done next: one that is due before one that has lapsed, before one that waits; None where all are
        over."""
        order = ("due", "lapsed", "waiting")
        found = [call for call in self.calls if not call.is_over]
        return min(found, key=lambda call: (order.index(call.name), call.number), default=None)

    @property
    def made_in(self) -> tuple[tuple[TransactionHash, BlockRef], ...]:
        """The transactions in which calls were made, each once, with its block, in the order of the calls."""
        made = [(call.transaction, call.block) for call in self.calls if call.name == "made"]
        at_once = [(self.transaction, self.block)] if self.others else []
        found = [(transaction, block) for transaction, block in made if transaction and block]
        return tuple(dict.fromkeys([*at_once, *found]))

    @property
    def held_until(self) -> datetime | None:
        """Until when it is followed at most, whatever the time for executing; None where all is over."""
        ends = [_end(call, self.block.time) for call in self.calls if not call.is_over]
        return max(ends) + _LAST_LOOK if ends else None


def _end(call: DelayedCall, entered: datetime) -> datetime:
    latest = entered + LONGEST_WAIT
    if call.made_until is not None:
        return min(call.made_until, latest)
    return latest if call.made_from is None else min(call.made_from + _WITHOUT_END, latest)
