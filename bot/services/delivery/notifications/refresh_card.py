"""The card of a vote, brought up to date."""

from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification


class RefreshCard(ProposalNotification, frozen=True, tag="refresh_card"):
    """Bring the card to the state that the facts give now."""

    essential: ClassVar[bool] = False
