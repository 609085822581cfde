"""What moderators have to know at once, told to some of them in private."""

from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification, Queue


class WarnModerators(ProposalNotification, frozen=True, tag="warn_moderators"):
    """Tell some moderators in private what is said in public too: the log channel may be lost, or nobody reads it."""

    about: str = "unseen"
    """`unseen`: the thread or card can't be seen. `unguarded`: the role that may veto was deleted."""

    queue: ClassVar[Queue] = Queue.PRIVATE
    newest_only: ClassVar[bool] = True
    missed: ClassVar[bool] = False

    @property
    def lane(self) -> str:
        return f"warn_moderators:{self.about}:{self.proposal}"
