"""An execution request, for its executor."""

from typing import ClassVar

from bot.domain.ids import RequestId
from bot.services.delivery.notifications.notification import ProposalNotification


class SubmitRequest(ProposalNotification, frozen=True, tag="submit_request"):
    """Hand an execution request over to its executor."""

    said: ClassVar[bool] = False

    request: RequestId

    @property
    def lane(self) -> str:
        return f"request:{self.request}"
