"""The conflict of interest that a member declared."""

from datetime import timedelta
from typing import ClassVar

from bot.domain.ids import MemberId
from bot.services.delivery.notifications.notification import ProposalNotification, Queue, discussion


class PostConflict(ProposalNotification, frozen=True, tag="post_conflict"):
    """Say it in the thread, before others vote: of several the newest, and not many within a minute."""

    member: MemberId
    text: str

    queue: ClassVar[Queue] = Queue.COSMETIC
    missed: ClassVar[bool] = False
    newest_only: ClassVar[bool] = True
    cooldown: ClassVar[timedelta] = timedelta(minutes=1)

    @property
    def lane(self) -> str:
        return f"conflict:{self.proposal}:{self.member}"

    @property
    def behind(self) -> str:
        return discussion(self.proposal)
