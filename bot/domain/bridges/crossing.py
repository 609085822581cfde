"""Calls that an executor has had carried to other chains, as they were seen last."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.bridges.bridge import BridgeKind
from bot.domain.ids import ChainId, TransactionHash

MessageStatus = Literal["sent", "failed", "done", "cancelled", "lapsed", "unsent"]
"""`sent`: it is on its way. `failed`: its call failed on the other chain, and anybody can make it again until `until`.
`done`: its call was made. `cancelled`: who may has taken it back. `lapsed`: nobody has made it in time, or nobody could
see any more whether. `unsent`: the transaction that executed the proposal sent no such message."""

WATCHED = {"optimism": timedelta(days=30), "arbitrum": timedelta(days=14)}
"""So long after it was sent a message is looked after. Arbitrum keeps one for a week after it has arrived, and for a
week more where somebody pays for that; Optimism for ever."""
_LAST_LOOK = timedelta(days=1)


@dataclass(frozen=True)
class BridgeMessage:
    """One call to another chain."""

    number: int
    """Its place among those that the request sends, from 1."""
    kind: BridgeKind
    chain: ChainId
    """Where it goes."""
    sent_at: datetime
    """As long as it has no key: when the last of the calls was made with which it was sent."""
    status: MessageStatus = "sent"
    key: str = ""
    """By which the other chain knows it, as 0x-prefixed hex; "" until it was found in the transaction that sent it."""
    transaction: TransactionHash | None = None
    """On the other chain: in which it was done, or failed last."""
    at: datetime | None = None
    """When that was."""
    until: datetime | None = None
    """Until when one that failed can be made again; None: without end, or not known."""
    looked_to: int | None = None
    """The block of the other chain up to which its events were looked through."""

    @property
    def over(self) -> bool:
        """Whether nothing will come of it that hasn't."""
        return self.status not in ("sent", "failed")

    @property
    def watched_until(self) -> datetime:
        """Until when it is looked after at most."""
        return self.sent_at + WATCHED[self.kind]


@dataclass(frozen=True)
class Crossing:
    """All calls that one execution has sent to other chains."""

    messages: tuple[BridgeMessage, ...]

    @property
    def over(self) -> bool:
        return all(message.over for message in self.messages)

    @property
    def arrived(self) -> bool:
        """Whether all of them were made."""
        return all(message.status == "done" for message in self.messages)

    @property
    def under_way(self) -> tuple[BridgeMessage, ...]:
        return tuple(message for message in self.messages if not message.over)

    @property
    def held_until(self) -> datetime | None:
        """Until when the proposal waits for them at most; None where all are over."""
        return max((each.watched_until + _LAST_LOOK for each in self.under_way), default=None)

    def with_message(self, seen: BridgeMessage) -> "Crossing":
        """The same with one of them as it was seen now."""
        return Crossing(tuple(seen if each.number == seen.number else each for each in self.messages))
