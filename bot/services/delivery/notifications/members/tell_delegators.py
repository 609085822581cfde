"""How a delegate votes."""

from datetime import timedelta
from typing import ClassVar

from bot.domain.ids import MemberId
from bot.domain.notices.topics import Topic
from bot.services.delivery.notifications.members.tell_subscribers import FindsSubscribers, TellSubscribers


class TellDelegators(FindsSubscribers, frozen=True, tag="tell_delegators"):
    """A delegate voted, changed their vote or took it back: those who asked for it are told, of several changes the
    newest."""

    delegate: MemberId

    newest_only: ClassVar[bool] = True
    cooldown: ClassVar[timedelta] = timedelta(minutes=5)

    @property
    def lane(self) -> str:
        return f"delegators:{self.proposal}:{self.delegate}"

    @property
    def page(self) -> TellSubscribers:
        return TellSubscribers(self.guild, self.proposal, Topic.DELEGATE, self.delegate)
