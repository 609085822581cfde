"""Proposals as members may see them."""

import msgspec

from bot.domain.ids import GuildId, MemberId, ProposalId, ProposalNumber
from bot.domain.proposals.facts import Revision
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.domain.spaces.space import Track
from bot.services.actors import Actor
from bot.services.ports import Clock, UnitOfWork
from bot.services.proposals.drafting.authorship import (
    EDIT,
    require,
    require_state,
    require_writer,
    withdrawable,
)
from bot.services.proposals.visibility import visible

LISTED = 200
"""So many of the newest proposals are looked through."""


class ProposalReading(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock

    async def get(
        self, guild: GuildId, proposal_id: ProposalId, viewer: MemberId | None = None
    ) -> tuple[Proposal, Track]:
        """What the viewer (None: everybody) may see. Raises ProposalUnknown."""
        async with self.uow.reading() as repositories:
            proposal = await visible(repositories, proposal_id, guild, viewer)
            return proposal, await repositories.spaces.track(proposal.track)

    async def numbered(self, guild: GuildId, number: ProposalNumber) -> Proposal:
        """The server's proposal that people know by this number. Raises ProposalUnknown."""
        async with self.uow.reading() as repositories:
            return await repositories.proposals.get(await repositories.proposals.numbered(guild, number))

    async def editable(self, actor: Actor, proposal_id: ProposalId) -> Proposal:
        """The actor's own proposal, while it can be edited. Raises ProposalUnknown, NotAuthor, WrongState."""
        proposal, _ = await self.get(actor.guild, proposal_id, actor.member)
        require(EDIT, actor.member, proposal, self.clock.now())
        return proposal

    async def withdrawable(self, actor: Actor, proposal_id: ProposalId) -> Proposal:
        """The actor's own proposal, while it can be taken back. Raises ProposalUnknown, NotAuthor, WrongState."""
        proposal, _ = await self.get(actor.guild, proposal_id, actor.member)
        require_writer(actor.member, proposal)
        require_state(proposal, self.clock.now(), *withdrawable(proposal))
        return proposal

    async def newest(self, actor: Actor, *, limit: int = LISTED) -> list[tuple[Proposal, State]]:
        """The newest proposals of the server that the actor may see, and where each stands now."""
        now = self.clock.now()
        found = await self.of_guild(actor.guild, actor.member, limit=limit)
        return [(proposal, state(proposal, now)) for proposal in found]

    async def of_guild(self, guild: GuildId, viewer: MemberId, *, limit: int = 25) -> list[Proposal]:
        """The newest first, of those that the viewer may see."""
        async with self.uow.reading() as repositories:
            return await repositories.proposals.of_guild(guild, limit=limit, drafts_of=viewer)

    async def revisions(
        self, guild: GuildId, proposal_id: ProposalId, viewer: MemberId | None = None
    ) -> list[Revision]:
        """The oldest first, if the viewer (None: everybody) may see them. Raises ProposalUnknown."""
        async with self.uow.reading() as repositories:
            await visible(repositories, proposal_id, guild, viewer)
            return await repositories.proposals.revisions(proposal_id)
