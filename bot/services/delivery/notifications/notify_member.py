"""Why a ballot did not count."""

from bot.domain.ids import MemberId
from bot.services.delivery.notifications.notification import ProposalNotification


class NotifyMember(ProposalNotification, frozen=True, tag="notify_member"):
    """Tell one member in private (a direct message) why a ballot cast by reaction was refused.

    All of a guild go one after the other: Discord lets a bot open few conversations a minute.
    """

    member: MemberId
    error: str
    """The class of the refusal."""

    @property
    def lane(self) -> str:
        return f"members:{self.guild}"
