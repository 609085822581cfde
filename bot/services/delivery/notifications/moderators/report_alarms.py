"""What went wrong with proposals, in the public log's channel."""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

import msgspec

from bot.domain.ids import ProposalId, SpaceId
from bot.services.delivery.notifications.notification import Notification


class Alarm(msgspec.Struct, frozen=True):
    """One event of a proposal, as PostEvent tells it."""

    proposal: ProposalId
    event: str
    data: dict[str, str]


class ReportAlarms(Notification, frozen=True, tag="report_alarms"):
    """Say in a space's log channel what went wrong. The first is said at once; what gathers within an hour after it is
    said in one message."""

    space: SpaceId
    alarms: tuple[Alarm, ...]

    cooldown: ClassVar[timedelta] = timedelta(hours=1)
    missed: ClassVar[bool] = False
    """Each stands in its proposal's thread, too."""
    together_from: ClassVar[int] = 2

    @property
    def lane(self) -> str:
        return f"alarms:{self.guild}:{self.space}"

    @property
    def alike(self) -> str:
        return self.lane

    def gathered(self, others: Sequence["ReportAlarms"]) -> "ReportAlarms":
        alarms = tuple(alarm for each in (self, *others) for alarm in each.alarms)
        return ReportAlarms(self.guild, self.space, alarms)
