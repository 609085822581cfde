"""What a track may still do: its policy's limits, held against what its requests have moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.actions.actions import Action, DecodedAction
from bot.domain.actions.limits import Breach, breaches
from bot.domain.actions.outlays import Outlay, outlays
from bot.domain.errors import BeyondLimits
from bot.domain.ids import TrackId
from bot.domain.policy.limits import Limits, Spending
from bot.domain.policy.model import Policy
from bot.services.ports import ActionCodec, Clock, Repositories, UnitOfWork


@dataclass(frozen=True)
class Budget:
    """How much of an asset a track has spent in its period, and may spend."""

    limits: Limits
    spending: Spending
    spent: int
    """In the period up to now, and by what waits for its execution."""


@dataclass(frozen=True)
class TrackLimits:
    uow: UnitOfWork
    codec: ActionCodec
    clock: Clock

    def moved(self, actions: Sequence[Action]) -> tuple[Outlay, ...]:
        """What these actions move."""
        return tuple(outlay for _, outlay in outlays(self._decoded(actions)))

    def require_allowed(self, policy: Policy, actions: Sequence[Action]) -> None:
        """Raises BeyondLimits for what could never be done, however little is spent beside it."""
        _raise_for(self.never(policy, actions))

    def never(self, policy: Policy, actions: Sequence[Action]) -> tuple[Breach, ...]:
        """The same without raising anything."""
        return self._breaches(policy, actions, ())

    async def require(
        self,
        repositories: Repositories,
        policy: Policy,
        track: TrackId,
        actions: Sequence[Action],
        at: datetime,
    ) -> None:
        """Raises BeyondLimits for what can't be asked for at that time, by what is known now."""
        _raise_for(await self.breaches(repositories, policy, track, actions, at))

    async def breaches(
        self,
        repositories: Repositories,
        policy: Policy,
        track: TrackId,
        actions: Sequence[Action],
        at: datetime,
    ) -> tuple[Breach, ...]:
        """The same without raising anything."""
        if policy.limits is None or not actions:
            return ()
        spent = await repositories.execution_requests.outlays(track, at - policy.limits.period)
        return self._breaches(policy, actions, spent)

    async def budgets(self, track: TrackId, policy: Policy) -> tuple[Budget, ...]:
        """What a track with this policy has spent of each asset that it may spend; nothing where it has no limits."""
        async with self.uow.reading() as repositories:
            return await self.budgets_by(repositories, track, policy)

    async def budgets_by(
        self, repositories: Repositories, track: TrackId, policy: Policy
    ) -> tuple[Budget, ...]:
        """The same within a transaction that reads."""
        limits = policy.limits
        if limits is None:
            return ()
        spent = await repositories.execution_requests.outlays(track, self.clock.now() - limits.period)
        return tuple(
            Budget(limits, each, sum(outlay.amount for outlay in spent if outlay.asset == each.asset))
            for each in limits.spending
        )

    def _breaches(
        self, policy: Policy, actions: Sequence[Action], spent: Sequence[Outlay]
    ) -> tuple[Breach, ...]:
        if policy.limits is None:
            return ()
        return breaches(policy.limits, self._decoded(actions), spent)

    def _decoded(self, actions: Sequence[Action]) -> tuple[DecodedAction, ...]:
        """From their calldata alone: no contract has a say in what counts, nor who makes the calls."""
        return self.codec.decode_unread(actions)


def _raise_for(found: tuple[Breach, ...]) -> None:
    if found:
        raise BeyondLimits(found)
