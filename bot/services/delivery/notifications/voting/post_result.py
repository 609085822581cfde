"""The result, with its record."""

from datetime import timedelta
from typing import ClassVar

from bot.domain.ids import ProposalId
from bot.services.delivery.notifications.notification import ProposalNotification


class PostResult(ProposalNotification, frozen=True, tag="post_result"):
    """Post the result with its record in the announcement channel."""

    time_limit: ClassVar[timedelta] = timedelta(minutes=5)
    """The record is a file of up to some megabytes."""

    @property
    def lane(self) -> str:
        return result(self.proposal)


def result(proposal: ProposalId) -> str:
    """The lane of a proposal's result in the announcement channel."""
    return f"result:{proposal}"
