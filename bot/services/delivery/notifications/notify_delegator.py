"""How a delegate votes."""

from bot.domain.ids import MemberId
from bot.services.delivery.notifications.notification import ProposalNotification


class NotifyDelegator(ProposalNotification, frozen=True, tag="notify_delegator"):
    """Tell a member who delegated, and asked for it, how their delegate votes."""

    member: MemberId
    delegate: MemberId
    choice: str
    """In words; empty where the vote was taken back."""

    @property
    def lane(self) -> str:
        return f"members:{self.guild}"
