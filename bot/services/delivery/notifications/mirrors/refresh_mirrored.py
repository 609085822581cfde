"""The card of a mirrored proposal, brought up to date."""

from datetime import timedelta
from typing import ClassVar

from bot.domain.ids import MirroredId
from bot.services.delivery.notifications.notification import Notification, Queue


class RefreshMirrored(Notification, frozen=True, tag="refresh_mirrored"):
    """Bring the card of a mirrored proposal to what was read last."""

    queue: ClassVar[Queue] = Queue.COSMETIC
    missed: ClassVar[bool] = False
    newest_only: ClassVar[bool] = True
    cooldown: ClassVar[timedelta] = timedelta(seconds=30)

    of: MirroredId

    @property
    def lane(self) -> str:
        return f"refreshed_mirrored:{self.of}"
