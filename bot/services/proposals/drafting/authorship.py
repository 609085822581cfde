"""What the authors of a proposal may still do with it, and nobody else."""

from datetime import datetime

from bot.domain.errors import NotAuthor, TooManyUndecided, WrongState
from bot.domain.ids import MemberId
from bot.domain.policy.model import Policy
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.services.ports import Repositories

SUBMITTABLE = (State.DRAFT, State.SPONSORING)
EDITABLE = (*SUBMITTABLE, State.DISCUSSION, State.PENDING)


def withdrawable(proposal: Proposal) -> tuple[State, ...]:
    """The states in which its author may take it back: until the vote opens, or as long as one without an end is
    open."""
    return (*EDITABLE, State.VOTING, State.PAUSED) if proposal.rules.open_ended else EDITABLE


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
