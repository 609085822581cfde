"""Ballots that come in time and are refused all the same: second ones, and late ones that don't object."""

from datetime import datetime
from typing import Any

import msgspec

from bot.domain.ballot import Ballot
from bot.domain.choices import describe
from bot.domain.errors import OnlyObjections, VotedAlready
from bot.domain.ids import ProposalId
from bot.domain.policy import Policy
from bot.domain.proposal import Proposal
from bot.domain.rules.objection import objecting, objects
from bot.domain.rules.outcome import Rules


def objections(policy: Policy) -> frozenset[int]:
    """The numbers of the choices that are accepted in the last part of a vote."""
    return objecting(msgspec.convert(policy.rules, Rules), policy.choices)


def check_first(
    proposal: ProposalId, policy: Policy, before: Ballot | None, cast_at: datetime, source: int
) -> None:
    """Raises VotedAlready where the member's ballot `before` is final. The same event again is no second ballot."""
    if before is None or before.choice is None or policy.rules.get("revote", True):
        return
    if (before.cast_at, before.source) != (cast_at, source):
        raise VotedAlready(proposal, describe(policy, before.choice))


def check_objects(proposal: Proposal, policy: Policy, choice: Any, at: datetime, now: datetime) -> None:
    """Raises OnlyObjections in the last part of a vote, for all but objections; None (to withdraw) is none."""
    since = proposal.objections_from(now)
    if since is None or at < since:
        return
    against = objections(policy)
    if choice is None or not objects(choice, against):
        names = tuple(policy.choices[number - 1] for number in sorted(against))
        raise OnlyObjections(proposal.id, since, names)
