"""Which ballots are accepted: those that come in time, but no second ones and no late ones that don't object."""

from datetime import datetime
from typing import Any

from bot.domain.elections.ballot import Ballot, CastMethod
from bot.domain.elections.choices import describe
from bot.domain.elections.evidence import Evidence, trust_of
from bot.domain.errors import (
    BelowTrust,
    CardMissing,
    OnlyObjections,
    ReactionsOff,
    StakeInstead,
    VotedAlready,
    VotingNotOpen,
    VotingOver,
    VotingPaused,
)
from bot.domain.ids import ProposalNumber
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.policy.model import Policy
from bot.domain.policy.rules import rules_of
from bot.domain.policy.trust import TrustLevel
from bot.domain.proposals.facts import Opening, Suspension
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.domain.rules.objection import objecting, objects
from bot.services.wallets.page_links import PageLinks

CAST = Requirement(Effect.VOTE, frozenset({Who.VOTERS}), (State.VOTING,))


def check_open(proposal: Proposal, cast_method: CastMethod, at: datetime, now: datetime) -> Opening:
    """The opening, if a ballot comes in its time: the time at which Discord made the interaction decides.

    Raises VotingNotOpen, StakeInstead, VotingPaused, CardMissing, VotingOver, ReactionsOff.
    """
    opening = proposal.opening
    current = state(proposal, now)
    if opening is None or (at < opening.at and cast_method is not CastMethod.REACTION):
        raise VotingNotOpen(proposal.number, current, proposal.opens_at)
    if opening.policy.open_ended:
        raise StakeInstead(proposal.number)
    if current is State.CANCELLED:
        raise VotingNotOpen(proposal.number, current)
    if proposal.paused:
        raise paused_error(proposal.number, proposal.paused)
    ends_at = proposal.ends_at(now) or opening.ends_at
    if proposal.closing or at >= ends_at:
        raise VotingOver(proposal.number, ends_at)
    if current not in (State.VOTING, State.CLOSED):
        raise VotingNotOpen(proposal.number, current)
    if cast_method is CastMethod.REACTION and not opening.policy.takes_reactions:
        raise ReactionsOff(proposal.number)
    return opening


def check_changeable(proposal: Proposal, mine: Ballot | None, now: datetime) -> None:
    """Whether a member whose ballot is `mine` can cast one now, or another.

    Raises VotingNotOpen, VotingPaused, CardMissing, VotingOver, VotedAlready.
    """
    current, ends_at = state(proposal, now), proposal.ends_at(now)
    if proposal.opening is None or current is State.CANCELLED:
        raise VotingNotOpen(proposal.number, current, proposal.opens_at)
    if proposal.paused:
        raise paused_error(proposal.number, proposal.paused)
    if current not in CAST.states and ends_at is not None:
        raise VotingOver(proposal.number, ends_at)
    if mine is not None and mine.choice is not None and not proposal.rules.rules.get("revote", True):
        raise VotedAlready(proposal.number, describe(proposal.rules, mine.choice))


def check_trust(proposal: Proposal, policy: Policy, evidence: Evidence | None, page_links: PageLinks) -> None:
    """Raises BelowTrust where a ballot brings along another thing than the track asks for: what some wallet signed says
    nothing of a voter for whom Discord should have signed. Where nothing is asked for, whatever comes is as good."""
    if policy.trust is not TrustLevel.DISCORD and trust_of(evidence) is not policy.trust:
        raise BelowTrust(proposal.number, policy.trust, pages=page_links.site is not None)


def paused_error(number: ProposalNumber, pause: Suspension) -> VotingPaused | CardMissing:
    """Why nothing is taken while it lasts."""
    return CardMissing(number) if pause.by is None else VotingPaused(number, pause.reason)


def objections(policy: Policy) -> frozenset[int]:
    """The numbers of the choices that are accepted in the last part of a vote."""
    return objecting(rules_of(policy), policy.choices)


def check_first(
    number: ProposalNumber, policy: Policy, before: Ballot | None, cast_at: datetime, source: int
) -> None:
    """Raises VotedAlready where the member's ballot `before` is final. The same event again is no second ballot."""
    if before is None or before.choice is None or policy.rules.get("revote", True):
        return
    if (before.cast_at, before.source) != (cast_at, source):
        raise VotedAlready(number, describe(policy, before.choice))


def check_objects(proposal: Proposal, policy: Policy, choice: Any, at: datetime, now: datetime) -> None:
    """Raises OnlyObjections in the last part of a vote, for all but objections; None (to withdraw) is none."""
    since = proposal.objections_from(now)
    if since is None or at < since:
        return
    against = objections(policy)
    if choice is None or not objects(choice, against):
        names = tuple(policy.choices[number - 1] for number in sorted(against))
        raise OnlyObjections(proposal.number, since, names)
