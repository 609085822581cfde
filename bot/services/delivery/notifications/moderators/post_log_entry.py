"""An act of administration, in the public log."""

from bot.services.delivery.notifications.notification import Notification


class PostLogEntry(Notification, frozen=True, tag="post_log_entry"):
    """Show an administrative act in the public log channel."""

    entry: int
