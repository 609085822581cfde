"""A signature that was handed in to us, for where those look who carry the request out."""

from datetime import timedelta
from typing import ClassVar

from bot.domain.ids import Address, RequestId
from bot.services.delivery.notifications.notification import ProposalNotification, Queue


class SendSignature(ProposalNotification, frozen=True, tag="send_signature"):
    """Hand what somebody signed over to where the others look."""

    queue: ClassVar[Queue] = Queue.EXECUTION
    said: ClassVar[bool] = False
    missed: ClassVar[bool] = False
    given_up_after: ClassVar[timedelta | None] = None
    """It is kept by us too. The time for carrying out what passed ends it."""

    request: RequestId
    signed_by: Address
    """Whose newest signature it is."""

    @property
    def lane(self) -> str:
        return f"signature:{self.request}:{self.signed_by}"
