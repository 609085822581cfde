"""A milestone: a payment that is promised with a proposal, and made once its own report was accepted."""

from datetime import UTC, date, datetime, time, timedelta

import msgspec

from bot.domain.actions.actions import Action

MOST_MILESTONES = 10
"""Of one proposal: so many can be shown whole on its card."""
MOST_REPORTS = 3
"""So often one milestone may be reported, each time that the one before was refused."""
LONGEST_TITLE = 60
LONGEST_TIME = timedelta(days=5 * 366)
"""From the draft to the day by which a milestone has to be reported."""


class Milestone(msgspec.Struct, frozen=True):
    """One part of what a proposal promises."""

    title: str
    """What is delivered, in at most `LONGEST_TITLE` characters."""
    due: date
    """The last day, in UTC, on which it may be reported."""
    payment: Action
    """A transfer of the chain's coin or of a token: what its release asks the executor for."""

    @property
    def ends_at(self) -> datetime:
        """From this moment on it can't be reported any more."""
        return datetime.combine(self.due, time(), UTC) + timedelta(days=1)
