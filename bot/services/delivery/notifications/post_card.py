"""The card of a vote, posted."""

from bot.services.delivery.notifications.notification import ProposalNotification


class PostCard(ProposalNotification, frozen=True, tag="post_card"):
    """Post the card with which members vote."""
