"""How a delegate votes."""

from datetime import timedelta
from typing import ClassVar

from bot.domain.ids import MemberId
from bot.services.delivery.notifications.notification import ProposalNotification, Queue


class TellDelegators(ProposalNotification, frozen=True, tag="tell_delegators"):
    """A delegate voted, changed their vote or took it back: those who asked for it are told, of several changes the
    newest."""

    delegate: MemberId

    queue: ClassVar[Queue] = Queue.COSMETIC
    said: ClassVar[bool] = False
    finds: ClassVar[bool] = True
    newest_only: ClassVar[bool] = True
    cooldown: ClassVar[timedelta] = timedelta(minutes=5)
    missed: ClassVar[bool] = False

    @property
    def lane(self) -> str:
        return f"delegators:{self.proposal}:{self.delegate}"
