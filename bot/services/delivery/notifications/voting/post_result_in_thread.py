"""The result, where it was discussed."""

from datetime import timedelta
from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification
from bot.services.delivery.notifications.voting.post_result import result


class PostResultInThread(ProposalNotification, frozen=True, tag="post_result_in_thread"):
    """Post the result in the discussion thread. It says where its files are, once they have been posted."""

    time_limit: ClassVar[timedelta] = timedelta(minutes=1)

    @property
    def behind(self) -> str:
        return result(self.proposal)
