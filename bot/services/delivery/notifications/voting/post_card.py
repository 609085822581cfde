"""The card of a vote, posted."""

from datetime import timedelta
from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification


class PostCard(ProposalNotification, frozen=True, tag="post_card"):
    """Post the card with which members vote: without it there is no vote."""

    warned: ClassVar[bool] = False
    """`ReportUnseen` and `WarnModerators` tell of a card that is missing."""
    given_up_after: ClassVar[timedelta | None] = None
