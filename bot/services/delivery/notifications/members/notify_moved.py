"""A wallet that is linked to another account now."""

from typing import ClassVar

from bot.domain.ids import Address, ChainId, MemberId
from bot.services.delivery.notifications.notification import Notification, Queue


class NotifyMoved(Notification, frozen=True, tag="notify_moved"):
    """Tell a member that somebody else has proved to own a wallet of theirs, which is linked to that account now."""

    member: MemberId
    wallet: Address
    to: MemberId
    chains: tuple[ChainId, ...] = ()
    """Of a contract the chains that this is about, on each of which it is a wallet by itself."""

    queue: ClassVar[Queue] = Queue.PRIVATE

    @property
    def lane(self) -> str:
        return f"moved:{self.guild}:{self.member}"
