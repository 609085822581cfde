"""The event of a vote in Discord's calendar."""

from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification, Queue, discussion


class KeepEvent(ProposalNotification, frozen=True, tag="keep_event"):
    """Have the scheduled event of a vote be as the facts are now: there, moved, begun or over."""

    queue: ClassVar[Queue] = Queue.COSMETIC
    newest_only: ClassVar[bool] = True

    @property
    def behind(self) -> str:
        # Its way leads to the thread.
        return discussion(self.proposal)
