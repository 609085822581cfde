"""That the space above decides on what a part has brought up."""

from bot.services.delivery.notifications.notification import ProposalNotification, discussion


class TellPart(ProposalNotification, frozen=True, tag="tell_part"):
    """Tell the announcement channel of the part that brought a proposal up, with the way to its thread: what is said of
    it from then on stands in the channels of the space above."""

    @property
    def behind(self) -> str:
        return discussion(self.proposal)
