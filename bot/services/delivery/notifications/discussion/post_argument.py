"""What a member put into the digest of a discussion."""

from typing import ClassVar

from bot.domain.ids import ArgumentId
from bot.services.delivery.notifications.notification import ProposalNotification, Queue, discussion


class PostArgument(ProposalNotification, frozen=True, tag="post_argument"):
    """Say it in the thread, so that the digest can lead there; of a message that was added, tell who wrote it."""

    argument: ArgumentId

    queue: ClassVar[Queue] = Queue.COSMETIC
    missed: ClassVar[bool] = False

    @property
    def lane(self) -> str:
        return f"arguments:{self.proposal}"

    @property
    def behind(self) -> str:
        return discussion(self.proposal)
