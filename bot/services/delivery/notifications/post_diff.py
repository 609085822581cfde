"""What an edit changed."""

from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification


class PostDiff(ProposalNotification, frozen=True, tag="post_diff"):
    """Show in the thread what an edit changed."""

    revision: int

    essential: ClassVar[bool] = False
