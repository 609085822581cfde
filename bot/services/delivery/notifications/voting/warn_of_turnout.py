"""That a vote ends soon to which too few have come."""

from typing import ClassVar

from bot.services.delivery.notifications.notification import ProposalNotification


class WarnOfTurnout(ProposalNotification, frozen=True, tag="warn_of_turnout"):
    """Tell the announcement channel, once before the end of a vote, how much of its quorum is missing."""

    missed: ClassVar[bool] = False
    """The card shows the same."""
