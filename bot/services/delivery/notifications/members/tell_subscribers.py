"""Whom a fact is told, page by page."""

from datetime import timedelta
from typing import ClassVar

from bot.domain.ids import MemberId
from bot.domain.notices.topics import Topic
from bot.services.delivery.notifications.notification import ProposalNotification, Queue, discussion


class FindsSubscribers(ProposalNotification, frozen=True):
    """What finds those who asked to be told, each of whom is told by another notification."""

    queue: ClassVar[Queue] = Queue.COSMETIC
    said: ClassVar[bool] = False
    finds: ClassVar[bool] = True
    given_up_after: ClassVar[timedelta | None] = timedelta(days=1)
    missed: ClassVar[bool] = False

    @property
    def page(self) -> "TellSubscribers":
        """The members who are to be looked through now."""
        raise NotImplementedError(type(self).__name__)


class TellSubscribers(FindsSubscribers, frozen=True, tag="tell_subscribers"):
    """Find those who asked to be told of this, from the member after `after` on, and have each of them told. One page
    becomes the notices of its members and the next page, in one transaction: so nobody is told twice, or forgotten."""

    topic: Topic
    who: MemberId | None = None
    """Whose vote it is that delegators are told of; None: that of each one's own delegate."""
    after: MemberId = MemberId(0)

    @property
    def lane(self) -> str:
        return f"subscribers:{self.proposal}:{self.topic}:{self.who or 0}"

    @property
    def behind(self) -> str | None:
        # Its way leads to the thread.
        return discussion(self.proposal) if self.topic is Topic.PROPOSALS else None

    @property
    def page(self) -> "TellSubscribers":
        return self
