"""What a proposal's actions would do, tried out at a block that is named: for its author, for voters, for owners."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec

from bot.domain.actions.actions import DecodedAction
from bot.domain.actions.simulation import AnySimulation, NotSimulated, Simulation, Trial
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import AnyExecutor
from bot.domain.ids import Address, ChainId
from bot.domain.policy.model import Policy
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import ENDED, state
from bot.services.ports import Chain, Clock, Simulator

_IN_MEMORY = 500
_AGAIN = timedelta(minutes=1)
"""After it what could not be tried out is tried again."""
_LASTS = timedelta(minutes=10)
"""So long what was tried out at the newest block is shown."""
_PATIENCE = 5.0
"""Seconds that a card waits for it."""


class _Known(msgspec.Struct, frozen=True):
    simulation: AnySimulation
    until: datetime | None
    """When it is tried out anew; None: never, since a block doesn't change."""


class Simulations(msgspec.Struct, frozen=True):
    chains: Mapping[ChainId, Chain]
    simulator: Simulator
    clock: Clock
    known: dict[bytes, _Known] = msgspec.field(default_factory=dict)
    """As it was tried out last, by the SHA-256 of the actions, of who makes them and of the block, where a vote has
    one."""

    async def now(self, executor: AnyExecutor, actions: Sequence[DecodedAction]) -> AnySimulation | None:
        """At the newest block, if this executor makes all of these actions; None where there are none."""
        if not actions:
            return None
        return await self._newest(executor.chain, executor.holder, actions)

    async def all_now(self, policy: Policy, actions: Sequence[DecodedAction]) -> tuple[Trial, ...]:
        """At the newest block of each chain; empty where nothing is executed, or something by nobody."""
        tries = [
            (executor, made, await self._newest(executor.chain, executor.holder, made))
            for executor, made in _by_executor(policy, actions)
        ]
        return _trials(tries)

    async def made_by(
        self, chain: ChainId, account: Address, actions: Sequence[DecodedAction]
    ) -> AnySimulation:
        """By this account at the newest block. What was tried out a short time ago is remembered, and nobody waits long
        for it."""
        return await self._remembered(chain, account, actions, None)

    async def of(self, proposal: Proposal, actions: Sequence[DecodedAction]) -> tuple[Trial, ...]:
        """On each chain at the snapshot of its vote, or at the newest block before there is one, and where no node
        knows the snapshot's state any more. Empty where nothing is executed, and after its end. What was tried out once
        is remembered, and nobody waits long for it."""
        if state(proposal, self.clock.now()) in ENDED:
            return ()
        by_executor = _by_executor(proposal.rules, actions)
        found = await asyncio.gather(
            *(
                self._remembered(executor.chain, executor.holder, made, _snapshot(proposal, executor))
                for executor, made in by_executor
            )
        )
        tries = zip(by_executor, found, strict=True)
        return _trials([(executor, made, simulation) for (executor, made), simulation in tries])

    async def _remembered(
        self, chain: ChainId, account: Address, actions: Sequence[DecodedAction], at: BlockRef | None
    ) -> AnySimulation:
        """At the block, or the newest one where there is none."""
        now = self.clock.now()
        # Anybody writes the calls of what is mirrored, as many as they pay for: a hash of them is kept.
        made = repr((tuple(decoded.action for decoded in actions), chain, account, at))
        key = sha256(made.encode()).digest()
        known = self.known.get(key)
        if known is not None and (known.until is None or now < known.until):
            return known.simulation
        try:
            async with asyncio.timeout(_PATIENCE):
                known = await self._tried(chain, account, actions, at, now)
        except TimeoutError:
            known = _Known(NotSimulated("unavailable", at), now + _AGAIN)
        if len(self.known) >= _IN_MEMORY:
            self.known.clear()
        self.known[key] = known
        return known.simulation

    async def _tried(
        self,
        chain: ChainId,
        account: Address,
        actions: Sequence[DecodedAction],
        at: BlockRef | None,
        now: datetime,
    ) -> _Known:
        if at is not None:
            found = await self.simulator.simulate(account, actions, at)
            if isinstance(found, Simulation):
                return _Known(found, None)
            if found.cause == "contradicted":
                return _Known(found, now + _AGAIN)
        found = await self._newest(chain, account, actions)
        return _Known(found, now + (_LASTS if isinstance(found, Simulation) else _AGAIN))

    async def _newest(
        self, chain: ChainId, account: Address, actions: Sequence[DecodedAction]
    ) -> AnySimulation:
        if chain not in self.chains:
            return NotSimulated("unavailable")
        try:
            at = await self.chains[chain].latest()
        except ChainUnavailable:
            return NotSimulated("unavailable")
        return await self.simulator.simulate(account, actions, at)


def made_by(executor: AnyExecutor, actions: Sequence[DecodedAction]) -> tuple[DecodedAction, ...]:
    """Those of the actions that the executor would make."""
    return tuple(decoded for decoded in actions if executor.can_make(decoded.action))


def _by_executor(
    policy: Policy, actions: Sequence[DecodedAction]
) -> list[tuple[AnyExecutor, tuple[DecodedAction, ...]]]:
    """Who would make which of the actions; nothing where nobody would make one of them."""
    found = [(each, made) for each in policy.executors if (made := made_by(each, actions))]
    return found if sum(len(made) for _, made in found) == len(actions) else []


def _trials(
    tries: Sequence[tuple[AnyExecutor, Sequence[DecodedAction], AnySimulation]],
) -> tuple[Trial, ...]:
    first, found = 1, list[Trial]()
    for executor, made, simulation in tries:
        found.append(Trial(executor.chain, made[0].native, first, simulation))
        first += len(made)
    return tuple(found)


def _snapshot(proposal: Proposal, executor: AnyExecutor) -> BlockRef | None:
    """The block of the vote on the executor's chain: that at which power is read, else that at which was looked what
    the actions call."""
    opening = proposal.opening
    if opening is None:
        return None
    of_chain = [block for block in opening.snapshot if block.chain == executor.chain]
    if of_chain:
        return of_chain[0]
    examined = opening.examined_on(executor.chain)
    return None if examined is None else examined.block
