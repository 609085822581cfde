"""A wallet that was linked to a member's account."""

from typing import ClassVar

from bot.domain.ids import Address, ChainId, MemberId
from bot.services.delivery.notifications.notification import Notification, Queue


class NotifyLinked(Notification, frozen=True, tag="notify_linked"):
    """Tell a member that a wallet was linked to their account: who has had it stolen sees it."""

    member: MemberId
    wallet: Address
    chains: tuple[ChainId, ...] = ()
    """Of a contract the chains that this is about, on each of which it is a wallet by itself."""

    queue: ClassVar[Queue] = Queue.PRIVATE

    @property
    def lane(self) -> str:
        return f"linked:{self.guild}:{self.member}"
