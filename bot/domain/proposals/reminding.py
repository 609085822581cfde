"""When those are reminded who could vote and haven't."""

from datetime import datetime, timedelta

from bot.domain.proposals.proposal import Proposal

LONGEST_LEAD = timedelta(days=1)
"""So long before the end, or a quarter of the voting period where that is shorter."""
_PART = 4


def reminds_at(proposal: Proposal) -> datetime | None:
    """When they are reminded, once; None where they have been, and where there is no end to be reminded of."""
    opening = proposal.opening
    if opening is None or not proposal.undecided or proposal.paused or proposal.reminded_at is not None:
        return None
    ends_at = proposal.ends_at(opening.at)
    if ends_at is None or proposal.decided_at is not None:
        return None
    return ends_at - min(LONGEST_LEAD, (opening.ends_at - opening.at) / _PART)
