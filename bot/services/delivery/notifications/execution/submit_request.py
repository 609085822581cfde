"""An execution request, for its executor."""

from datetime import timedelta
from typing import ClassVar

from bot.domain.ids import Address, RequestId
from bot.services.delivery.notifications.notification import ProposalNotification, Queue


class SubmitRequest(ProposalNotification, frozen=True, tag="submit_request"):
    """Hand an execution request over to its executor."""

    queue: ClassVar[Queue] = Queue.EXECUTION
    said: ClassVar[bool] = False
    given_up_after: ClassVar[timedelta | None] = None
    """The time for carrying out what passed ends it."""

    signed_by: ClassVar[Address | None] = None
    """Whose signature is handed over; None: the request itself."""

    request: RequestId

    @property
    def lane(self) -> str:
        return f"request:{self.request}"
