"""A card that can't be seen, told to moderators in private."""

from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification, Queue


class WarnModerators(ProposalNotification, frozen=True, tag="warn_moderators"):
    """Tell some moderators in private what `ReportUnseen` says in public: the log channel may be lost, too."""

    queue: ClassVar[Queue] = Queue.PRIVATE
    newest_only: ClassVar[bool] = True
    missed: ClassVar[bool] = False
