"""What is shown of an execution request, brought up to date."""

from typing import ClassVar

from bot.domain.ids import RequestId
from bot.services.delivery.notifications.notification import ProposalNotification, Queue


class RefreshRequest(ProposalNotification, frozen=True, tag="refresh_request"):
    """Bring what those who carry a request out read to the state that the facts give now."""

    queue: ClassVar[Queue] = Queue.COSMETIC
    missed: ClassVar[bool] = False
    newest_only: ClassVar[bool] = True

    request: RequestId

    @property
    def lane(self) -> str:
        return f"refreshed_request:{self.request}"
