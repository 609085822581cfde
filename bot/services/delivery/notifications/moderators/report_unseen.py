"""A card that can't be seen, in the public log's channel."""

from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification


class ReportUnseen(ProposalNotification, frozen=True, tag="report_unseen"):
    """Say in the log channel that a vote can't begin, or is in danger or paused, because its card can't be seen."""

    newest_only: ClassVar[bool] = True
    missed: ClassVar[bool] = False
