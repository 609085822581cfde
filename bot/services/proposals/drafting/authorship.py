"""What the authors of a proposal may still do with it, and nobody else."""

from datetime import datetime

from bot.domain.errors import NotAuthor, TooManyUndecided, WrongState
from bot.domain.ids import MemberId
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.policy.model import Policy
from bot.domain.proposals.progress import REPORTED_ON
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.services.ports import Repositories

SUBMITTABLE = (State.DRAFT, State.SPONSORING)
EDITABLE = (*SUBMITTABLE, State.DISCUSSION, State.PENDING)

_AUTHOR, _WRITERS = frozenset({Who.AUTHOR}), frozenset({Who.AUTHOR, Who.COAUTHORS})
DRAFT = Requirement(Effect.WRITE, frozenset({Who.EVERYONE}))
"""Drafts decide nothing: power is asked for when one is submitted."""
EDIT = Requirement(Effect.WRITE, _WRITERS, EDITABLE)
WITHDRAW = Requirement(Effect.STOP, _WRITERS, EDITABLE, sometimes=(State.VOTING, State.PAUSED))
SUBMIT = Requirement(Effect.WRITE, _AUTHOR, SUBMITTABLE)
"""Also of what comes before: readers, sponsors."""
INVITE = Requirement(Effect.WRITE, _AUTHOR, EDITABLE)
WRITE_ALONG = Requirement(Effect.WRITE, frozenset({Who.ASKED}), EDITABLE)
BRING_UP = Requirement(Effect.WRITE, _AUTHOR, (State.DRAFT,))
REPORT = Requirement(Effect.WRITE, _WRITERS, REPORTED_ON)


def withdrawable(proposal: Proposal) -> tuple[State, ...]:
    """The states in which its author may take it back: until the vote opens, or as long as one without an end is
    open."""
    return (*WITHDRAW.states, *WITHDRAW.sometimes) if proposal.rules.open_ended else WITHDRAW.states


def require(requirement: Requirement, member: MemberId, proposal: Proposal, now: datetime) -> None:
    """What is the author's, or the authors', in the states of the requirement. Raises NotAuthor, WrongState."""
    if Who.COAUTHORS in requirement.who:
        require_writer(member, proposal)
    else:
        require_author(member, proposal)
    require_state(proposal, now, *requirement.states)


def require_author(member: MemberId, proposal: Proposal) -> None:
    """Raises NotAuthor, also for a co-author."""
    if member != proposal.author:
        raise NotAuthor(proposal.number if proposal.submission else None)


def require_writer(member: MemberId, proposal: Proposal) -> None:
    """An author or a co-author. Raises NotAuthor."""
    if member not in proposal.authors:
        raise NotAuthor(proposal.number if proposal.submission else None)


def require_state(proposal: Proposal, now: datetime, *needed: State) -> None:
    """Raises WrongState where the proposal is in none of these."""
    current = state(proposal, now)
    if current not in needed:
        raise WrongState(proposal.number if proposal.submission else None, current, tuple(needed))


async def require_few_undecided(repositories: Repositories, proposal: Proposal, policy: Policy) -> None:
    """Before another one is submitted. Raises TooManyUndecided."""
    counted = repositories.proposals.undecided
    if await counted(proposal.space, proposal.author) >= policy.undecided_per_member:
        raise TooManyUndecided(policy.undecided_per_member, of_one=True)
    if await counted(proposal.space) >= policy.undecided_per_space:
        raise TooManyUndecided(policy.undecided_per_space, of_one=False)
