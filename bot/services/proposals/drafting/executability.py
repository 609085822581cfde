"""Whether what is proposed on a track could be carried out."""

import msgspec

from bot.domain.actions.limits import Breach
from bot.domain.errors import BeyondLimits
from bot.domain.metagovernance.outcome import possible_actions
from bot.domain.policy.model import Policy
from bot.domain.proposals.brought_up import BroughtUp
from bot.domain.proposals.facts import Content
from bot.domain.spaces.space import Track
from bot.services.execution.track_limits import TrackLimits
from bot.services.governance.executor_proofs import ExecutorProofs
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.proposals.stages import executing_track


class Executability(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    executor_proofs: ExecutorProofs
    track_limits: TrackLimits
    clock: Clock

    async def require(
        self, track: Track, rules: Policy, content: Content, brought_up: BroughtUp | None = None
    ) -> None:
        """Raises ExecutorUnproved where nobody has proved that what carries out the actions belongs to the space, or to
        the part that brings it up, and BeyondLimits where the track doesn't allow them, or will have too little
        left."""
        if (content.on_chain or content.milestones) and rules.executor is not None:
            promised = (milestone.payment for milestone in content.milestones)
            asked = (*possible_actions(rules, content), *promised)
            owner = track.space if brought_up is None else brought_up.space
            for executor in rules.executors:
                if any(map(executor.can_make, asked)):
                    await self.executor_proofs.require(owner, executor)
            async with self.uow.reading() as repositories:
                if found := await self.breaches(repositories, track, rules, content):
                    raise BeyondLimits(found)

    async def breaches(
        self, repositories: Repositories, track: Track, rules: Policy, content: Content
    ) -> tuple[Breach, ...]:
        """How the actions would break the limits of the track that carries them out, as soon as it could."""
        last = await executing_track(repositories, track)
        at = last.policy.soonest(self.clock.now())
        now = await self.track_limits.breaches(
            repositories, rules, track.space, last.id, possible_actions(rules, content), at
        )
        return (*now, *await self.track_limits.beside(repositories, rules, track.space, content))
