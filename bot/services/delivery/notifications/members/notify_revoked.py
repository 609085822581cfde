"""A wallet that took itself off a member's account."""

from typing import ClassVar

from bot.domain.ids import Address, ChainId, MemberId
from bot.services.delivery.notifications.notification import Notification, Queue


class NotifyRevoked(Notification, frozen=True, tag="notify_revoked"):
    """Tell a member that a wallet isn't linked to their account any more, since its owner signed so."""

    member: MemberId
    wallet: Address
    chains: tuple[ChainId, ...] = ()
    """Of a contract the chains that this is about, on each of which it is a wallet by itself."""

    queue: ClassVar[Queue] = Queue.PRIVATE

    @property
    def lane(self) -> str:
        return f"revoked:{self.guild}:{self.member}"
