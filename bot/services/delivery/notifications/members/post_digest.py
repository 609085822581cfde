"""What happened in a week, in the announcement channel."""

from datetime import datetime
from typing import ClassVar

from bot.services.delivery.notifications.notification import Notification


class PostDigest(Notification, frozen=True, tag="post_digest"):
    """Tell the announcement channel what happened from `since` on and before `until`, and what goes on. Of several that
    wait the newest is told."""

    since: datetime
    until: datetime

    newest_only: ClassVar[bool] = True
    missed: ClassVar[bool] = False
    """All of it stands elsewhere."""

    @property
    def lane(self) -> str:
        return f"digest:{self.guild}"
