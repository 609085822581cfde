"""Who delivers what must be told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from bot.domain.errors import Unavailable
from bot.services.delivery.notifications import AnyNotification
from bot.services.ports.repositories.delivery.posts import OutboxEntry, Posted


class Delivery(msgspec.Struct, frozen=True):
    """What a delivery did: where things stand now, and what is to be said next."""

    posted: tuple[Posted, ...] = ()
    then: tuple[AnyNotification, ...] = ()
    silent: bool = False
    """Whether nothing was said, so that the next of its lane need not wait."""
    not_before: datetime | None = None
    """When that is said at the earliest; None: as soon as its turn comes."""


@dataclass(eq=False)
class AskedToWait(Unavailable):
    """Whoever was told to deliver it was asked to come later. `doing` says what was tried, `why` what came back."""

    doing: str
    why: str
    pause: timedelta
    everything: bool = False
    """Whether nothing of its queue is to be tried meanwhile."""

    def __str__(self) -> str:
        return f"could not {self.doing} for now: {self.why}"


class DeliveryHandler(Protocol):
    """Delivers notices, each at least once without being seen twice.

    `entry.first_attempt_at` is set where an earlier attempt may have arrived: the handler then looks before it
    speaks. Raises Unavailable (tried again later; AskedToWait: not before a time) or FolkmootError (given up, loudly).
    """

    async def deliver(self, entry: OutboxEntry) -> Delivery: ...
