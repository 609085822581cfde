"""Votes that members decide on here and that are cast in somebody else's Governor: whether they can be, and on what
terms."""

from datetime import datetime, timedelta

import msgspec

from bot.domain.errors import CannotCast, CastsNothing, NoCastingHere, NoCode, NoExecutor, WrongContract
from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.ids import Address
from bot.domain.metagovernance.casting import CastTerms, ForeignProposal
from bot.domain.metagovernance.foreign_vote import ForeignVote
from bot.domain.policy.model import Policy
from bot.domain.proposals.facts import Content
from bot.domain.proposals.proposal import Proposal
from bot.services.ports import ForeignVotes, UnitOfWork


class Casting(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    votes: ForeignVotes

    async def vote(self, policy: Policy, content: Content) -> ForeignVote | None:
        """The vote elsewhere that a content names, by the newest block; None where it names none, or the track casts
        none. Raises NoExecutor, UnknownChain, NoCode, WrongContract, ChainUnavailable."""
        if content.foreign is None or policy.casts is None:
            return None
        return await self.votes.latest(content.foreign, voter_of(policy))

    async def looked_at(self, policy: Policy, content: Content) -> ForeignVote | None:
        """The same for what somebody wants to propose.

        Raises CastsNothing, NoCastingHere; CannotCast for what can't be cast later either: of a vote that hasn't begun
        it isn't known yet what the account weighs. And what `vote` raises.
        """
        require_suited(policy, content)
        vote = await self.vote(policy, content)
        if vote is None or content.foreign is None or policy.casts is None:
            return None
        if (why := vote.why_not(policy.casts)) not in (None, NotCast.NOT_BEGUN):
            raise cannot(content.foreign, why)
        return vote

    async def require_in_time(self, policy: Policy, content: Content, now: datetime) -> None:
        """Raises CannotCast where the vote elsewhere would be over when its votes could be cast, should this one begin
        to be discussed now; and what `looked_at` raises."""
        if (vote := await self.looked_at(policy, content)) is not None and content.foreign is not None:
            _require_in_time(content.foreign, vote, policy.soonest(now))

    async def terms(self, proposal: Proposal, now: datetime) -> CastTerms | None:
        """What is fixed about the votes when the vote on them opens now, by the newest finalized block; None where
        none are cast.

        Raises CannotCast where they can't be cast, or not before the vote elsewhere is over; CastsNothing,
        NoCastingHere, NoExecutor, UnknownChain, ChainUnavailable.
        """
        policy, foreign = proposal.rules, proposal.content.foreign
        if policy.next_track is not None:
            return None
        require_suited(policy, proposal.content)
        if foreign is None or policy.casts is None:
            return None
        voter = voter_of(policy)
        try:
            vote = await self.votes.final(foreign, voter)
        except (NoCode, WrongContract):
            raise cannot(foreign, NotCast.NO_GOVERNOR) from None
        if (why := vote.why_not(policy.casts)) is not None or vote.votes is None:
            raise cannot(foreign, why)
        _require_in_time(foreign, vote, now + policy.periods.voting + policy.periods.timelock)
        return CastTerms(
            voter,
            vote.votes,
            vote.stage.starts,
            vote.stage.ends,
            await self._link(proposal),
            vote.rules.symbol,
            vote.rules.decimals,
        )

    async def hindrance(self, proposal: Proposal, *, final: bool) -> tuple[CannotCast, datetime] | None:
        """What keeps the votes of a proposal that passed from being cast by the newest finalized block, or without
        `final` by the newest one, with the time of that block; None where nothing does, or nothing is cast.

        Raises UnknownChain, NoCode, WrongContract, ChainUnavailable.
        """
        foreign, casts, opening = proposal.content.foreign, proposal.rules.casts, proposal.opening
        if foreign is None or casts is None or opening is None or opening.cast_terms is None:
            return None
        read = self.votes.final if final else self.votes.latest
        vote = await read(foreign, opening.cast_terms.voter)
        why = vote.why_not(casts, opening.cast_terms)
        return None if why is None else (cannot(foreign, why), vote.at.time)

    async def _link(self, proposal: Proposal) -> str:
        """Where it is discussed; "" where nobody knows any more."""
        async with self.uow.reading() as repositories:
            guild = (await repositories.spaces.get(proposal.space)).guild
            thread = await repositories.messages.get(proposal.id, "thread")
        return "" if thread is None else f"https://discord.com/channels/{guild}/{thread.channel}"


def require_suited(policy: Policy, content: Content) -> None:
    """Raises NoCastingHere for a vote elsewhere where none are cast, CastsNothing where nothing but that is, and there
    is none, or something beside it."""
    if policy.casts is None:
        if content.foreign is not None:
            raise NoCastingHere
        return
    if content.foreign is None or content.actions or content.grants or content.acts:
        raise CastsNothing(alone=content.foreign is not None)


def voter_of(policy: Policy) -> Address:
    """The account whose votes are cast. Raises NoExecutor."""
    if policy.executor is None:
        raise NoExecutor
    return policy.executor.holder


def time_to_sign(policy: Policy, vote: ForeignVote, begins: datetime) -> timedelta | None:
    """How long signers have between the timelock here and the end there, if the discussion begins then; None where
    nothing tells. Not positive where it is too late."""
    return None if vote.ends_at is None else vote.ends_at - policy.soonest(begins)


def cannot(foreign: ForeignProposal, why: NotCast | None, ends_at: datetime | None = None) -> CannotCast:
    return CannotCast(foreign.governor, foreign.id, why or NotCast.NOT_BEGUN, ends_at)


def _require_in_time(foreign: ForeignProposal, vote: ForeignVote, ready: datetime) -> None:
    """Raises CannotCast where votes are taken there no more at that time."""
    if vote.ends_at is not None and vote.ends_at <= ready:
        raise cannot(foreign, NotCast.TOO_LATE, vote.ends_at)
