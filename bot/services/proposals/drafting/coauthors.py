"""Co-authors: whom an author asks and who accepts may change the proposal and take it back, as the author may.

They are none of its content: what is voted on, its hash and its record stay the same whoever wrote along. The proposal
stays the author's, whose power submits it.
"""

import msgspec

from bot.domain.errors import AuthorAlready, CoauthorsFull, NotInvited
from bot.domain.ids import MemberId, ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.services.actors import Actor
from bot.services.delivery.notifications import RefreshCard
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.proposals.drafting.authorship import (
    INVITE,
    WRITE_ALONG,
    require,
    require_author,
    require_state,
    require_writer,
)
from bot.services.proposals.drafting.previews import Preview, Previews
from bot.services.proposals.visibility import visible

MOST_COAUTHORS = 5


class Coauthors(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    previews: Previews
    clock: Clock
    wake_signal: WakeSignal

    async def invitable(self, actor: Actor, proposal_id: ProposalId, member: MemberId) -> Proposal:
        """The actor's proposal, if the member may be asked to write along. Raises ProposalUnknown, NotAuthor,
        WrongState, AuthorAlready, CoauthorsFull."""
        async with self.uow.reading() as repositories:
            proposal = await visible(repositories, proposal_id, actor.guild, actor.member)
            require(INVITE, actor.member, proposal, self.clock.now())
        _require_room(proposal, member)
        return proposal

    async def accept(self, actor: Actor, proposal_id: ProposalId, asked: MemberId) -> Proposal:
        """Who was asked writes along from now on. Raises NotInvited, ProposalUnknown, WrongState, AuthorAlready,
        CoauthorsFull."""
        self.require_asked(actor, asked)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await repositories.proposals.get(proposal_id, actor.guild)
            require_state(proposal, now, *WRITE_ALONG.states)
            _require_room(proposal, asked)
            await repositories.proposals.add_coauthor(proposal_id, asked, now)
            proposal = await self._told(repositories, actor, proposal_id)
        self.wake_signal.send()
        return proposal

    async def shown(self, actor: Actor, proposal_id: ProposalId, asked: MemberId) -> Preview:
        """What they are asked to write along, while they may. Raises NotInvited, ProposalUnknown, WrongState."""
        self.require_asked(actor, asked)
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id, actor.guild)
            require_state(proposal, self.clock.now(), *WRITE_ALONG.states)
            track = await repositories.spaces.track(proposal.track)
        return await self.previews.of(proposal, track)

    def require_asked(self, actor: Actor, asked: MemberId) -> None:
        """Raises NotInvited."""
        if actor.member != asked:
            raise NotInvited(asked)

    async def decline(self, actor: Actor, proposal_id: ProposalId, asked: MemberId) -> None:
        """Whether the question may be taken away: who was asked says no, or the author asks no longer. Raises
        NotInvited, ProposalUnknown."""
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id, actor.guild)
        if actor.member != proposal.author:
            self.require_asked(actor, asked)

    async def leave(self, actor: Actor, proposal_id: ProposalId, member: MemberId) -> Proposal:
        """The co-author writes along no more, nor reports: the author takes them off, or they go themselves, whatever
        has become of the proposal.

        Raises ProposalUnknown, NotAuthor.
        """
        async with self.uow.writing() as repositories:
            proposal = await visible(repositories, proposal_id, actor.guild, actor.member)
            require_writer(actor.member, proposal)
            if actor.member != member:
                require_author(actor.member, proposal)
            await repositories.proposals.remove_coauthor(proposal_id, member)
            proposal = await self._told(repositories, actor, proposal_id)
        self.wake_signal.send()
        return proposal

    async def _told(self, repositories: Repositories, actor: Actor, proposal_id: ProposalId) -> Proposal:
        """The proposal as it is now; where people see it, they see who writes it."""
        proposal = await repositories.proposals.get(proposal_id)
        if proposal.submission is not None:
            await repositories.outbox.add(RefreshCard(actor.guild, proposal_id), at=self.clock.now())
        return proposal


def _require_room(proposal: Proposal, member: MemberId) -> None:
    if member in proposal.authors:
        raise AuthorAlready
    if len(proposal.coauthors) >= MOST_COAUTHORS:
        raise CoauthorsFull(MOST_COAUTHORS)
