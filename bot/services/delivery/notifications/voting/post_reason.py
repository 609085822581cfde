"""Why somebody voted as they did."""

from bot.services.delivery.notifications.notification import SaidInThread


class PostReason(SaidInThread, frozen=True, tag="post_reason"):
    """Beside what they voted."""

    choice: str
    reason: str
