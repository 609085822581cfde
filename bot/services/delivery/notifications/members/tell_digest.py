"""Who is told the digest of a week."""

from datetime import datetime, timedelta
from typing import ClassVar

from bot.domain.ids import MemberId
from bot.services.delivery.notifications.notification import Notification, Queue


class FindsReaders(Notification, frozen=True):
    """What finds those who asked for digests, each of whom is told by another notification."""

    since: datetime
    until: datetime
    after: MemberId = MemberId(0)

    queue: ClassVar[Queue] = Queue.COSMETIC
    said: ClassVar[bool] = False
    finds: ClassVar[bool] = True
    given_up_after: ClassVar[timedelta | None] = timedelta(days=1)
    missed: ClassVar[bool] = False


class TellDigest(FindsReaders, frozen=True, tag="tell_digest"):
    """Find those who asked for the digest, from the member after `after` on, and have each of them told; pages as those
    of TellSubscribers."""

    @property
    def lane(self) -> str:
        return f"digest_readers:{self.guild}"
