"""A text of which a summary is wanted."""

from datetime import timedelta
from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification, Queue


class AskForSummary(ProposalNotification, frozen=True, tag="ask_for_summary"):
    """Ask the assistant's endpoint for a summary of what the proposal says now. Its card shows the author's own
    sentences until it has answered."""

    queue: ClassVar[Queue] = Queue.ASSISTANCE
    said: ClassVar[bool] = False
    summarizes: ClassVar[bool] = True
    newest_only: ClassVar[bool] = True
    missed: ClassVar[bool] = False
    warned: ClassVar[bool] = False
    given_up_after: ClassVar[timedelta | None] = timedelta(hours=1)
