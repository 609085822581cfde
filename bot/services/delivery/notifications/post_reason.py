"""Why somebody voted as they did."""

from typing import ClassVar

from bot.domain.ids import MemberId
from bot.services.delivery.notifications.notification import ProposalNotification


class PostReason(ProposalNotification, frozen=True, tag="post_reason"):
    """Mirror the reason that a voter gave into the thread."""

    member: MemberId
    choice: str
    reason: str

    essential: ClassVar[bool] = False
