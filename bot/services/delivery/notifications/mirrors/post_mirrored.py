"""A proposal of a mirrored contract, in a thread of its own."""

from datetime import timedelta
from typing import ClassVar

from bot.domain.ids import MirroredId
from bot.services.delivery.notifications.notification import Notification, mirrored


class PostMirrored(Notification, frozen=True, tag="post_mirrored"):
    """Open the thread (or forum post) of a proposal of a mirrored contract, with its card."""

    time_limit: ClassVar[timedelta] = timedelta(minutes=1)
    """It is several messages where the calls are many."""

    of: MirroredId

    @property
    def lane(self) -> str:
        return mirrored(self.of)
