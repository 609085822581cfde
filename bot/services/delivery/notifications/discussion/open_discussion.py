"""The thread of a proposal."""

from datetime import timedelta
from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification, discussion


class OpenDiscussion(ProposalNotification, frozen=True, tag="open_discussion"):
    """Open the thread (or forum post) in which the proposal is discussed."""

    time_limit: ClassVar[timedelta] = timedelta(minutes=1)
    """It is several messages where the text is long."""
    given_up_after: ClassVar[timedelta | None] = None

    @property
    def lane(self) -> str:
        return discussion(self.proposal)
