"""What could not be said."""

from typing import ClassVar

from bot.services.delivery.notifications.notification import Notification


class PostGivenUp(Notification, frozen=True, tag="post_given_up"):
    """Show in the log channel what of this server was given up, and how to have it tried again."""

    newest_only: ClassVar[bool] = True
    missed: ClassVar[bool] = False

    @property
    def lane(self) -> str:
        return f"given_up:{self.guild}"
