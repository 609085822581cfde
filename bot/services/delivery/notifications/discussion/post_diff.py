"""What an edit changed."""

from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification, Queue, discussion


class PostDiff(ProposalNotification, frozen=True, tag="post_diff"):
    """Show in the thread what an edit changed."""

    revision: int

    queue: ClassVar[Queue] = Queue.COSMETIC
    missed: ClassVar[bool] = False

    @property
    def behind(self) -> str:
        return discussion(self.proposal)
