"""The pinned message with which members begin."""

from typing import ClassVar

from bot.services.delivery.notifications.notification import Notification, Queue


class PostStartPanel(Notification, frozen=True, tag="post_start_panel"):
    """Have the start panel stand where moderators want it, once, as the rules are now; and take it away elsewhere."""

    queue: ClassVar[Queue] = Queue.COSMETIC
    newest_only: ClassVar[bool] = True

    @property
    def lane(self) -> str:
        return f"start_panel:{self.guild}"
