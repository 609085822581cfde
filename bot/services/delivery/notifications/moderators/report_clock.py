"""A clock that is wrong, in the public log's channel."""

from typing import ClassVar

from bot.services.delivery.notifications.notification import Notification


class ReportClock(Notification, frozen=True, tag="report_clock"):
    """Say in the log channel that something waits until the clock of the bot's machine is right again."""

    newest_only: ClassVar[bool] = True
    missed: ClassVar[bool] = False

    @property
    def lane(self) -> str:
        return f"clock:{self.guild}"
