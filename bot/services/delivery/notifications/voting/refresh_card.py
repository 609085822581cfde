"""The card of a vote, brought up to date."""

from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification, Queue


class RefreshCard(ProposalNotification, frozen=True, tag="refresh_card"):
    """Bring the card to the state that the facts give now."""

    queue: ClassVar[Queue] = Queue.COSMETIC
    missed: ClassVar[bool] = False
    newest_only: ClassVar[bool] = True
