"""The conflict of interest that a member declared."""

from bot.services.delivery.notifications.notification import SaidInThread


class PostConflict(SaidInThread, frozen=True, tag="post_conflict"):
    """Before others vote."""

    text: str
