"""The result, where it was discussed."""

from bot.services.delivery.notifications.notification import ProposalNotification


class PostResultInThread(ProposalNotification, frozen=True, tag="post_result_in_thread"):
    """Post the result in the discussion thread."""
