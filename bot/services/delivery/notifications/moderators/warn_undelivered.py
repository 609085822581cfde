"""What can't be said for now, told to those who can mend it."""

from datetime import timedelta
from typing import ClassVar

from bot.services.delivery.notifications.notification import Notification, Queue


class WarnUndelivered(Notification, frozen=True, tag="warn_undelivered"):
    """Tell the log channel, and some moderators in private, what of this server waits for a channel or a permission.

    All of it together, and not more often than once in an hour.
    """

    queue: ClassVar[Queue] = Queue.PRIVATE
    newest_only: ClassVar[bool] = True
    missed: ClassVar[bool] = False
    cooldown: ClassVar[timedelta] = timedelta(hours=1)

    @property
    def lane(self) -> str:
        return f"undelivered:{self.guild}"
