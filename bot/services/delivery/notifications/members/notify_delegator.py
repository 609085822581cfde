"""How a delegate votes."""

from datetime import timedelta
from typing import ClassVar

from bot.domain.ids import MemberId
from bot.services.delivery.notifications.notification import ProposalNotification, Queue


class NotifyDelegator(ProposalNotification, frozen=True, tag="notify_delegator"):
    """Tell a member who delegated, and asked for it, how their delegate votes: of several choices the newest."""

    member: MemberId
    delegate: MemberId
    choice: str
    """In words; empty where the vote was taken back."""

    queue: ClassVar[Queue] = Queue.PRIVATE
    newest_only: ClassVar[bool] = True
    cooldown: ClassVar[timedelta] = timedelta(minutes=5)

    @property
    def lane(self) -> str:
        return f"delegator:{self.proposal}:{self.member}"
