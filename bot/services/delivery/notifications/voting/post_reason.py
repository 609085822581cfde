"""Why somebody voted as they did."""

from datetime import timedelta
from typing import ClassVar

from bot.domain.ids import MemberId
from bot.services.delivery.notifications.notification import ProposalNotification, Queue, discussion


class PostReason(ProposalNotification, frozen=True, tag="post_reason"):
    """Mirror the reason that a voter gave into the thread: of several the newest, and not many within a minute."""

    member: MemberId
    choice: str
    reason: str

    queue: ClassVar[Queue] = Queue.COSMETIC
    missed: ClassVar[bool] = False
    newest_only: ClassVar[bool] = True
    cooldown: ClassVar[timedelta] = timedelta(minutes=1)

    @property
    def lane(self) -> str:
        return f"reason:{self.proposal}:{self.member}"

    @property
    def behind(self) -> str:
        return discussion(self.proposal)
