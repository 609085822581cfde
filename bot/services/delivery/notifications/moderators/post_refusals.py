"""Why the ballots of many did not count."""

from bot.domain.ids import MemberId
from bot.services.delivery.notifications.notification import ProposalNotification, discussion


class PostRefusals(ProposalNotification, frozen=True, tag="post_refusals"):
    """Tell several members in one note in the thread why their ballots cast by reaction were refused."""

    members: tuple[MemberId, ...]
    error: str
    """The class of the refusal, which is the same for all."""

    @property
    def behind(self) -> str:
        return discussion(self.proposal)
