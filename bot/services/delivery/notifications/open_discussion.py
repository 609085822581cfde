"""The thread of a proposal."""

from bot.services.delivery.notifications.notification import ProposalNotification


class OpenDiscussion(ProposalNotification, frozen=True, tag="open_discussion"):
    """Open the thread (or forum post) in which the proposal is discussed."""
