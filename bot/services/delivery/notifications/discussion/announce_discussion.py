"""That a proposal is discussed."""

from bot.services.delivery.notifications.notification import ProposalNotification, discussion


class AnnounceDiscussion(ProposalNotification, frozen=True, tag="announce_discussion"):
    """Tell the announcement channel that a proposal is discussed, and where: its vote is announced by its card."""

    @property
    def behind(self) -> str:
        return discussion(self.proposal)
