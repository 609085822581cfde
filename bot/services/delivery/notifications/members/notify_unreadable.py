"""Wallets that don't count in a vote."""

from typing import ClassVar

from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, MemberId
from bot.services.delivery.notifications.notification import ProposalNotification, Queue


class NotifyUnreadable(ProposalNotification, frozen=True, tag="notify_unreadable"):
    """Tell a member that some of their wallets don't count in a vote: what they give can't be read, at any time."""

    member: MemberId
    wallets: tuple[Address, ...]
    failure: ReadFailure

    queue: ClassVar[Queue] = Queue.PRIVATE
    newest_only: ClassVar[bool] = True

    @property
    def lane(self) -> str:
        return f"unreadable:{self.proposal}:{self.member}"
