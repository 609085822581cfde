"""A chain that is silent, in the public log's channel."""

from datetime import datetime, timedelta
from typing import ClassVar

from bot.domain.ids import ChainId
from bot.services.delivery.notifications.notification import Notification


class ReportChain(Notification, frozen=True, tag="report_chain"):
    """Say in the log channel that none of a chain's nodes answers, or (where there is an `until`) that one does again.
    Of what waits the newest is said, so that a chain that comes and goes is no flood."""

    chain: ChainId
    since: datetime
    until: datetime | None = None

    newest_only: ClassVar[bool] = True
    cooldown: ClassVar[timedelta] = timedelta(minutes=30)
    missed: ClassVar[bool] = False

    @property
    def lane(self) -> str:
        return f"chain:{self.guild}:{self.chain}"
