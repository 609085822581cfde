"""What a member asked to be told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar

import msgspec

from bot.domain.ids import MemberId, ProposalId, RequestId, RoleRuleId, SpaceId
from bot.domain.notices.topics import Topic
from bot.services.delivery.notifications.notification import Notification, Queue


class Notice(msgspec.Struct, frozen=True):
    """One thing that happened. What is said of it is read when it is said."""

    topic: Topic
    proposal: ProposalId | None = None
    request: RequestId | None = None
    """What they are to sign."""
    who: MemberId | None = None
    """Who delegates to them; who votes for them."""
    space: SpaceId | None = None
    """In which they do."""
    rule: RoleRuleId | None = None
    """By which they have a role that is about to be taken."""
    since: datetime | None = None
    until: datetime | None = None
    """Of which week: from when on, and before when."""


class TellMember(Notification, frozen=True, tag="tell_member"):
    """Tell a member in private what they asked to be told. What gathers meanwhile is said in one message."""

    member: MemberId
    about: tuple[Notice, ...]

    queue: ClassVar[Queue] = Queue.NOTICES
    cooldown: ClassVar[timedelta] = timedelta(minutes=5)
    given_up_after: ClassVar[timedelta | None] = timedelta(days=1)
    missed: ClassVar[bool] = False
    """It stands in the channels, too."""
    together_from: ClassVar[int] = 2

    @property
    def lane(self) -> str:
        return f"notices:{self.guild}:{self.member}"

    @property
    def alike(self) -> str:
        return self.lane

    def gathered(self, others: Sequence["TellMember"]) -> "TellMember":
        about = dict.fromkeys(notice for each in (self, *others) for notice in each.about)
        return TellMember(self.guild, self.member, tuple(about))
