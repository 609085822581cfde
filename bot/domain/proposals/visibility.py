"""A vote that nobody can see doesn't run: what follows when from a thread or a card that is missing."""

from datetime import datetime, timedelta

from bot.domain.policy.model import Policy
from bot.domain.proposals.proposal import Proposal

PATIENCE = timedelta(minutes=1)
"""So long a card may be missing before anybody is told: most that go come back by themselves."""
_TOLD_AGAIN_AFTER = tuple(timedelta(hours=hours) for hours in (1, 4, 12, 24))
"""Pauses between one time that moderators are told and the next."""
_SHARE = 10
"""However long a policy lets a card be missing, it is never more than this part of the voting period."""


def tolerated(policy: Policy) -> timedelta:
    """So long the card of an open vote may be missing before the vote is paused."""
    if policy.open_ended:
        return policy.periods.unseen_after
    return min(policy.periods.unseen_after, policy.periods.voting / _SHARE)


def told_next(proposal: Proposal) -> datetime | None:
    """When it is to be told (again) that thread or card can't be seen; None while it can, and when the vote is over."""
    awaited = proposal.awaited
    if awaited is None or awaited.unseen_since is None or proposal.stopped or proposal.closing:
        return None
    if awaited.told_at is None:
        return awaited.unseen_since + PATIENCE
    return awaited.told_at + _TOLD_AGAIN_AFTER[min(awaited.tellings, len(_TOLD_AGAIN_AFTER)) - 1]


def pauses_at(proposal: Proposal) -> datetime | None:
    """When an open vote is paused because its card is missing; None where it isn't, or the vote is paused already."""
    since = proposal.loses_time_since
    if since is None or not proposal.undecided or proposal.paused:
        return None
    return since + tolerated(proposal.rules)
