"""The statements on a proposal, in its thread."""

from datetime import timedelta
from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification, Queue, discussion


class ShowStatements(ProposalNotification, frozen=True, tag="show_statements"):
    """Post in the thread that there are statements to answer, or bring that message up to date: which there are, and
    how many have answered."""

    queue: ClassVar[Queue] = Queue.COSMETIC
    newest_only: ClassVar[bool] = True
    cooldown: ClassVar[timedelta] = timedelta(seconds=10)

    @property
    def behind(self) -> str:
        return discussion(self.proposal)
