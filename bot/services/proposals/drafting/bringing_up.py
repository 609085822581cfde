"""A draft that is beyond what was set for a part goes up to the space that may decide on it."""

import msgspec
from msgspec.structs import replace

from bot.domain.errors import NotBroughtUp, TooManyDrafts
from bot.domain.errors.proposals.bringing_up import WithinLimits
from bot.domain.fault import Fault
from bot.domain.ids import ProposalId
from bot.domain.proposals.brought_up import BroughtUp, executor_that_obeys
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.space import Track
from bot.services.actors import Actor
from bot.services.execution.limits_above import who_may_allow
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.proposals.drafting.authorship import BRING_UP, require
from bot.services.proposals.drafting.executability import Executability
from bot.services.proposals.drafting.previews import Preview, Previews
from bot.services.proposals.drafting.proposing import DRAFTS_PER_MEMBER
from bot.services.proposals.stages import executing_rules, parts_track, require_live, require_open
from bot.services.proposals.visibility import visible


class BringingUp(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    executability: Executability
    previews: Previews
    clock: Clock

    async def bring_up(self, actor: Actor, proposal_id: ProposalId) -> Preview:
        """The actor's draft is one of the space above from now on, on the track that takes what its parts bring up. The
        part's executor does what it does.

        It goes to the first space that is bound by none of the limits that it breaks. Raises ProposalUnknown,
        NotAuthor, WrongState, NotBroughtUp, SpaceArchived, TooManyDrafts, RulesUnreadable, TrackRetired,
        ChainUnavailable.
        """
        async with self.uow.writing() as repositories:
            proposal = await visible(repositories, proposal_id, actor.guild, actor.member)
            require(BRING_UP, actor.member, proposal, self.clock.now())
            track = await self._taken_up(repositories, proposal)
            proposal = await repositories.proposals.get(proposal_id)
        return await self.previews.of(proposal, track)

    async def _taken_up(self, repositories: Repositories, proposal: Proposal) -> Track:
        """It stands on the track of the space above, which is returned. Raises what `bring_up` raises."""
        now = self.clock.now()
        here = await repositories.spaces.track(proposal.track)
        rules = await executing_rules(repositories, here, proposal.brought_up)
        found = await self.executability.breaches(repositories, here, rules, proposal.content)
        above = await who_may_allow(repositories, proposal.space, found)
        if above is None:
            raise NotBroughtUp(WithinLimits())
        part = await repositories.spaces.get(proposal.of_executor)
        require_live(part)
        require_live(above)
        executor = executor_that_obeys(proposal.content, rules)
        if isinstance(executor, Fault):
            raise NotBroughtUp(executor)
        track = await parts_track(repositories, above)
        require_open(track)
        if await repositories.proposals.drafts(above.id, proposal.author) >= DRAFTS_PER_MEMBER:
            raise TooManyDrafts(DRAFTS_PER_MEMBER)
        if proposal.content.requested:
            # Of the part's pool: the track above has none.
            content = replace(proposal.content, requested=0)
            await repositories.proposals.revise(proposal.id, content, proposal.author, now)
        await repositories.proposals.move(proposal.id, above.id, track.id)
        if proposal.brought_up is None:
            await repositories.proposals.bring_up(proposal.id, BroughtUp(part.id, part.name, executor))
        return track
