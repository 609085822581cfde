"""While the space above votes on a veto, what passed in a part is held: for a time that has an end."""

from datetime import datetime, timedelta

import msgspec

from bot.domain.ids import ProposalId, ProposalNumber

LONGEST_HOLD = timedelta(days=14)
"""So long after the end of its timelock a proposal is held at most, by however many votes on a veto."""
MOST_HOLDS = 10
"""Votes on a veto of one proposal at the same time."""


class Hold(msgspec.Struct, frozen=True):
    """That a proposal is held by a vote on its veto, which was submitted within its timelock."""

    by: ProposalId
    """The proposal of the space above."""
    number: ProposalNumber
    """By which people know that."""
    at: datetime
    until: datetime
    """The latest end, however long the vote takes."""
    ended_at: datetime | None = None
    """When the vote was over, without a veto."""

    @property
    def ends_at(self) -> datetime:
        return self.until if self.ended_at is None else min(self.ended_at, self.until)
