"""What a track may still do: its policy's limits and those set from above, held against what requests have moved."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from bot.domain.actions.actions import Action, DecodedAction
from bot.domain.actions.limits import Breach, breaches
from bot.domain.actions.outlays import Outlay, outlays
from bot.domain.errors import BeyondLimits
from bot.domain.executors import AnyExecutor
from bot.domain.ids import ChainId, SpaceId, TrackId
from bot.domain.policy.limits import Limits, Spending
from bot.domain.policy.model import Policy
from bot.domain.proposals.facts import Content
from bot.domain.proposals.proposal import Proposal
from bot.services.execution.limits_above import breaches_above, limited_spaces
from bot.services.ports import ActionCodec, Clock, Repositories, UnitOfWork


class Budget(msgspec.Struct, frozen=True):
    """How much of an asset a track has spent in its period, and may spend."""

    limits: Limits
    spending: Spending
    spent: int
    """In the period up to now, and by what waits for its execution."""
    of: str = ""
    """The part of the server whose parent set it; empty for the track's own limits."""


class TrackLimits(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    codec: ActionCodec
    clock: Clock

    def moved(self, actions: Sequence[Action], executor: AnyExecutor) -> tuple[Outlay, ...]:
        """What these actions move, of which this executor makes each."""
        return tuple(outlay for _, outlay in outlays(self._decoded(actions, [executor])))

    async def require_allowed(self, proposal: Proposal) -> None:
        """Raises BeyondLimits for what could never be done, however little is spent beside it."""
        by = proposal.rules, proposal.space
        async with self.uow.reading() as repositories:
            now = await self._never(repositories, *by, proposal.possible_actions)
            later = await self.beside(repositories, *by, proposal.content)
        _raise_for((*now, *later))

    async def beside(
        self, repositories: Repositories, policy: Policy, space: SpaceId, content: Content
    ) -> tuple[Breach, ...]:
        """How what a proposal brings beside its actions could never keep to the limits: each payment that it promises,
        which counts when it is released, and seats as owners of the Safe."""
        found: list[Breach] = []
        for milestone in content.milestones:
            found += await self._never(repositories, policy, space, [milestone.payment])
        return (*found, *await self._seats_above(repositories, policy, space, content))

    async def _seats_above(
        self, repositories: Repositories, policy: Policy, space: SpaceId, content: Content
    ) -> tuple[Breach, ...]:
        """How seats as owners of the Safe would break what is set above, which lets nothing be called. A track's own
        limits they don't break: its policy says that a vote may give them."""
        seats, executor = content.seats, policy.executor
        if seats is None or executor is None:
            return ()
        like = seats.call_like(executor.chain, executor.holder)
        return await breaches_above(repositories, space, self._decoded([like], policy.executors), None)

    async def _never(
        self, repositories: Repositories, policy: Policy, space: SpaceId, actions: Sequence[Action]
    ) -> tuple[Breach, ...]:
        """What of these actions goes beyond a limit however little is spent beside it."""
        decoded = self._decoded(actions, policy.executors)
        own = [
            found
            for limits, there in _by_chain(policy, decoded).values()
            for found in breaches(limits, there)
        ]
        return (*own, *await breaches_above(repositories, space, decoded, None))

    async def require(
        self, repositories: Repositories, proposal: Proposal, actions: Sequence[Action], at: datetime
    ) -> None:
        """Raises BeyondLimits for what can't be asked for at that time, by what is known now; also for seats as owners
        of the Safe."""
        by = proposal.rules, proposal.space
        now = await self.breaches(repositories, *by, proposal.track, actions, at)
        _raise_for((*now, *await self._seats_above(repositories, *by, proposal.content)))

    async def limited(self, repositories: Repositories, proposal: Proposal) -> bool:
        """Whether anything limits what the proposal may do."""
        return proposal.rules.limits is not None or bool(await limited_spaces(repositories, proposal.space))

    async def breaches(
        self,
        repositories: Repositories,
        policy: Policy,
        space: SpaceId,
        track: TrackId,
        actions: Sequence[Action],
        at: datetime,
    ) -> tuple[Breach, ...]:
        """The same for a track of the space with this policy, without raising anything."""
        if not actions:
            return ()
        own: list[Breach] = []
        decoded = self._decoded(actions, policy.executors)
        for chain, (limits, there) in _by_chain(policy, decoded).items():
            spent = await repositories.execution_requests.outlays(track, chain, at - limits.period)
            own += breaches(limits, there, spent)
        return (*own, *await breaches_above(repositories, space, decoded, at))

    async def budgets(self, track: TrackId, policy: Policy) -> tuple[Budget, ...]:
        """What a track with this policy has spent of each asset that it may spend, and what its space has of what was
        set from above; nothing where there are no limits."""
        async with self.uow.reading() as repositories:
            own = await self.budgets_by(repositories, track, policy)
            space = await repositories.spaces.of_track(track)
            return own if space is None else (*own, *await self.budgets_above(repositories, space.id))

    async def budgets_by(
        self, repositories: Repositories, track: TrackId, policy: Policy
    ) -> tuple[Budget, ...]:
        """The same by the track's own limits, within a transaction that reads."""
        limits, executor = policy.limits, policy.executor
        if limits is None or executor is None:
            return ()
        since = self.clock.now() - limits.period
        return _budgets(limits, await repositories.execution_requests.outlays(track, executor.chain, since))

    async def budgets_above(self, repositories: Repositories, space: SpaceId) -> tuple[Budget, ...]:
        """What the space, and those above it, have spent of what their parents let them, the space first."""
        found: list[Budget] = []
        for limited in await limited_spaces(repositories, space):
            limits = limited.limits.limits
            spent = await repositories.execution_requests.outlays_within(
                limited.within, limited.limits.chain, self.clock.now() - limits.period
            )
            found += [replace(each, of=limited.space.name) for each in _budgets(limits, spent)]
        return tuple(found)

    def _decoded(
        self, actions: Sequence[Action], executors: Sequence[AnyExecutor]
    ) -> tuple[DecodedAction, ...]:
        """From their calldata alone, by who makes them on each chain: no contract has a say in what counts."""
        holders = {each.chain: each.holder for each in executors}
        return tuple(
            decoded
            for chain in dict.fromkeys(action.chain for action in actions)
            for decoded in self.codec.decode_unread(
                [action for action in actions if action.chain == chain], account=holders.get(chain)
            )
        )


def _by_chain(
    policy: Policy, actions: Sequence[DecodedAction]
) -> dict[ChainId, tuple[Limits, list[DecodedAction]]]:
    """What the track's own limits let be done on each chain where it does something, and what that is: their assets
    are those of its executor's chain. Empty where it has no limits."""
    limits = policy.limits
    if limits is None:
        return {}
    own = None if policy.executor is None else policy.executor.chain
    chains = dict.fromkeys(each.action.chain for each in actions)
    return {
        chain: (
            limits.on(chain, of=own),
            [each for each in actions if each.action.chain == chain],
        )
        for chain in chains
    }


def _budgets(limits: Limits, spent: Sequence[Outlay]) -> tuple[Budget, ...]:
    return tuple(
        Budget(limits, each, sum(outlay.amount for outlay in spent if outlay.asset == each.asset))
        for each in limits.spending
    )


def _raise_for(found: tuple[Breach, ...]) -> None:
    if found:
        raise BeyondLimits(found)
