"""Who delivers what must be told."""

from dataclasses import dataclass
from typing import Protocol

from bot.services.delivery.notifications import AnyNotification
from bot.services.ports.posts import OutboxEntry, Posted


@dataclass(frozen=True)
class Delivery:
    """What a delivery did: where things stand now, and what is to be said next."""

    posted: tuple[Posted, ...] = ()
    then: tuple[AnyNotification, ...] = ()


class DeliveryHandler(Protocol):
    """Delivers notices, each at least once without being seen twice.

    `entry.first_attempt_at` is set where an earlier attempt may have arrived: the handler then looks before it
    speaks. Raises Unavailable (tried again later) or FolkmootError (given up, loudly).
    """

    async def deliver(self, entry: OutboxEntry) -> Delivery: ...
