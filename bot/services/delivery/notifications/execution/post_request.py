"""An execution request, shown to those who carry it out."""

from bot.domain.ids import RequestId
from bot.services.delivery.notifications.notification import ProposalNotification, discussion


class PostRequest(ProposalNotification, frozen=True, tag="post_request"):
    """Show those who carry a request out what they sign: its hash, the decoded calls and the missing signatures."""

    request: RequestId

    @property
    def lane(self) -> str:
        return f"shown_request:{self.request}"

    @property
    def behind(self) -> str:
        return discussion(self.proposal)
