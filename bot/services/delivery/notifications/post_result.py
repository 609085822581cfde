"""The result, with its record."""

from bot.services.delivery.notifications.notification import ProposalNotification


class PostResult(ProposalNotification, frozen=True, tag="post_result"):
    """Post the result with its record in the announcement channel."""
