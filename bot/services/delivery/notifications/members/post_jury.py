"""What becomes of a draw, in the announcement channel."""

from typing import Literal

from bot.domain.ids import DrawId
from bot.services.delivery.notifications.notification import Notification


class PostJury(Notification, frozen=True, tag="post_jury"):
    """Say with its file that a jury will be drawn, or who was; or (without a file) that its block is long in coming."""

    draw: DrawId
    step: Literal["announced", "late", "drawn"] = "announced"

    @property
    def lane(self) -> str:
        return f"jury:{self.draw}"
