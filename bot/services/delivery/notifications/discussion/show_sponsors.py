"""A draft that looks for sponsors."""

from datetime import timedelta
from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification


class ShowSponsors(ProposalNotification, frozen=True, tag="show_sponsors"):
    """Post in the announcement channel that a draft looks for sponsors, or bring that message up to date: who stands
    behind it, and what became of it."""

    newest_only: ClassVar[bool] = True
    cooldown: ClassVar[timedelta] = timedelta(seconds=2)
