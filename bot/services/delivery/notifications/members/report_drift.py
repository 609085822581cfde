"""A treasury that is to be rebalanced, in the announcement channel."""

from typing import ClassVar

from bot.domain.ids import SpaceId
from bot.services.delivery.notifications.notification import Notification


class ReportDrift(Notification, frozen=True, tag="report_drift"):
    """Say in the announcement channel that the treasury is to be rebalanced, with the button that drafts a proposal."""

    newest_only: ClassVar[bool] = True

    space: SpaceId | None = None
    """Whose treasury it is; None: the whole server's."""

    @property
    def lane(self) -> str:
        return f"drift:{self.guild}:{self.space or ''}"
