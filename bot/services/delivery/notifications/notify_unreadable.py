"""Wallets that don't count in a vote."""

from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, MemberId
from bot.services.delivery.notifications.notification import ProposalNotification


class NotifyUnreadable(ProposalNotification, frozen=True, tag="notify_unreadable"):
    """Tell a member that some of their wallets don't count in a vote: what they give can't be read, at any time."""

    member: MemberId
    wallets: tuple[Address, ...]
    failure: ReadFailure

    @property
    def lane(self) -> str:
        return f"members:{self.guild}"
