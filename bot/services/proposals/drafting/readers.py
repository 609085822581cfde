"""Readers: the members to whom an author shows a draft before everybody sees it."""

import msgspec

from bot.domain.errors import ReadersFull, ReadsAlready
from bot.domain.ids import MemberId, ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.services.actors import Actor
from bot.services.ports import Clock, UnitOfWork
from bot.services.proposals.drafting.authorship import SUBMIT, require, require_author
from bot.services.proposals.visibility import visible

MOST_READERS = 20


class Readers(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock

    async def add(self, actor: Actor, proposal_id: ProposalId, member: MemberId) -> Proposal:
        """The member may read the actor's draft, and what becomes of it, until it is submitted or they are removed.

        Raises ProposalUnknown, NotAuthor, WrongState, ReadsAlready, ReadersFull.
        """
        async with self.uow.writing() as repositories:
            proposal = await visible(repositories, proposal_id, actor.guild, actor.member)
            require(SUBMIT, actor.member, proposal, self.clock.now())
            if proposal.seen_by(member):
                raise ReadsAlready
            if len(proposal.readers) >= MOST_READERS:
                raise ReadersFull(MOST_READERS)
            await repositories.proposals.add_reader(proposal_id, member, self.clock.now())
            return await repositories.proposals.get(proposal_id)

    async def remove(self, actor: Actor, proposal_id: ProposalId, member: MemberId) -> None:
        """The member reads it no more. Raises ProposalUnknown, NotAuthor."""
        async with self.uow.writing() as repositories:
            proposal = await visible(repositories, proposal_id, actor.guild, actor.member)
            require_author(actor.member, proposal)
            await repositories.proposals.remove_reader(proposal_id, member)
