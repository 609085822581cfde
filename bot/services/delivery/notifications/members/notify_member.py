"""Why a ballot did not count."""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from bot.domain.ids import MemberId
from bot.services.delivery.notifications.moderators.post_refusals import PostRefusals
from bot.services.delivery.notifications.notification import ProposalNotification, Queue


class NotifyMember(ProposalNotification, frozen=True, tag="notify_member"):
    """Tell one member in private (a direct message) why a ballot cast by reaction was refused.

    Where many wait to be told the same, one note in the thread tells them all.
    """

    member: MemberId
    error: str
    """The class of the refusal."""

    queue: ClassVar[Queue] = Queue.PRIVATE
    newest_only: ClassVar[bool] = True
    cooldown: ClassVar[timedelta] = timedelta(minutes=5)
    together_from: ClassVar[int] = 5

    @property
    def lane(self) -> str:
        return f"refused:{self.proposal}:{self.member}"

    @property
    def alike(self) -> str:
        return f"refused:{self.proposal}:{self.error}"

    def gathered(self, others: Sequence["NotifyMember"]) -> PostRefusals:
        members = tuple(dict.fromkeys(each.member for each in (self, *others)))
        return PostRefusals(self.guild, self.proposal, members, self.error)
