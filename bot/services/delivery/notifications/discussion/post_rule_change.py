"""The rules of a proposal that is discussed changed."""

from bot.services.delivery.notifications.notification import ProposalNotification, discussion


class PostRuleChange(ProposalNotification, frozen=True, tag="post_rule_change"):
    """Show in the thread how two versions of the track's policy differ."""

    old: int
    new: int

    @property
    def behind(self) -> str:
        return discussion(self.proposal)
