"""Looking at what is staked: powers and pool read again on chain, what was sold gives way, what convinces passes."""

import asyncio
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from bot.domain.conviction.curve import ConvictionCurve, ConvictionRule, election_of_stakes, needed_for
from bot.domain.conviction.pool import purse_of
from bot.domain.conviction.record import PoolReading, stake_record
from bot.domain.conviction.staking import Staking, held, reduce, seconds
from bot.domain.ids import MemberId, Power, ProposalId, TrackId
from bot.domain.proposal import GRACE, Proposal, State, state
from bot.domain.tally import encode_result, tally
from bot.services.conviction.stake_groups import StakeGroup, rules_of, stake_group
from bot.services.conviction.stake_reading import ChainReading, StakeReader, promised_from, sums
from bot.services.delivery.outbox import WakeSignal
from bot.services.jobs.read_conviction import ReadConviction
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.voting.finalize import Decision, finalize
from bot.services.voting.live_votes import LiveVotes

_log = structlog.get_logger(__name__)

READ_EVERY = timedelta(minutes=5)
"""So often powers and pool are read again."""
_END_OF_TIME = seconds(datetime.max.replace(tzinfo=UTC))


@dataclass(frozen=True)
class Staked:
    """What lies on an open proposal, and how far its conviction is."""

    at: datetime
    curve: ConvictionCurve
    stakers: int
    pool: PoolReading | None
    """None until it has been read for the first time, and where the track has no executor that holds one."""
    needed: int | None
    """What the conviction must exceed; None where it can't pass, or nothing has been read yet."""
    passes_at: datetime | None
    """When it does if nothing changes."""

    @property
    def conviction(self) -> int:
        return self.curve.at(seconds(self.at))


@dataclass(frozen=True)
class ChainReadings:
    uow: UnitOfWork
    reader: StakeReader
    live_votes: LiveVotes
    clock: Clock
    wake_signal: WakeSignal
    chain_readings: dict[ProposalId, ChainReading] = field(default_factory=dict)
    """The last one of each open proposal."""
    expected: dict[ProposalId, datetime] = field(default_factory=dict)
    """When a proposal passes if nothing changes."""
    turns: dict[TrackId, asyncio.Lock] = field(default_factory=dict)
    """One look at a track at a time."""

    async def read(self, proposal_id: ProposalId) -> None:
        """Read powers and pool again for the proposal and those that share its stakes, if it is time to.

        Who holds less than they have staked loses the newest of it from that block on; what convinces passes, once.
        Nothing is decided on a number that could not be read: raises ChainUnavailable, and it is tried again.
        """
        if self.next_reading(proposal_id) > self.clock.now():
            return
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
        async with self.turns.setdefault(proposal.track, asyncio.Lock()):
            # The look at another proposal of the track may have been one at this one.
            if self.next_reading(proposal_id) <= self.clock.now():
                await self._read_track(proposal)

    def next_reading(self, proposal_id: ProposalId) -> datetime:
        """When it is time for it."""
        last = self.chain_readings.get(proposal_id)
        if last is None:
            return self.clock.now()
        regular = last.at + GRACE + READ_EVERY
        expected = self.expected.get(proposal_id)
        return regular if expected is None else min(regular, expected + GRACE)

    async def staked(self, proposal: Proposal) -> Staked:
        """What the card shows, by the last look."""
        async with self.uow.reading() as repositories:
            stakings = await repositories.stakes.of_proposals([proposal.id])
        return self.reckon(proposal, stakings)

    def reckon(self, proposal: Proposal, stakings: list[Staking]) -> Staked:
        """The same from its stakes. From now on the time at which it passes is waited for."""
        now = self.clock.now()
        _, policy = rules_of(proposal)
        rule, reading, purse = (
            ConvictionRule.model_validate(policy.options),
            self.chain_readings.get(proposal.id),
            purse_of(policy),
        )
        curve = ConvictionCurve.of(stakings, rule)
        pool, needed = None, None
        if reading is not None and purse is not None:
            pool = reading.pool(purse)
            needed = needed_for(rule, proposal.content.requested, pool.funds, reading.supply)
        # From the time of the stakes that a look now would count: it comes only when all of them have arrived.
        second = curve.passes_at(needed, seconds(now - GRACE))
        passes = datetime.fromtimestamp(second, UTC) if second is not None and second < _END_OF_TIME else None
        self._expect(proposal, passes)
        stakers = sum(1 for amount in {each.member: each.amount for each in stakings}.values() if amount)
        return Staked(now, curve, stakers, pool, needed, passes)

    def _expect(self, proposal: Proposal, passes: datetime | None) -> None:
        if passes is None or proposal.paused or proposal.closing:
            self.expected.pop(proposal.id, None)
        else:
            last = self.chain_readings[proposal.id]
            # What a look has found not to pass is looked at again in its time, and not at once for ever.
            self.expected[proposal.id] = max(passes, last.at + timedelta(seconds=1))

    async def expect(self, repositories: Repositories, group: StakeGroup, proposal_id: ProposalId) -> None:
        """Reckon anew after its stakes have changed, in their transaction: it is read again when it may pass."""
        (proposal,) = [each for each in group.proposals if each.id == proposal_id]
        self.reckon(proposal, group.of(proposal_id))
        await repositories.jobs.request([proposal_id], ReadConviction.kind, self.next_reading(proposal_id))

    def forget(self, proposal_id: ProposalId) -> None:
        """The proposal has come to an end."""
        self.chain_readings.pop(proposal_id, None)
        self.expected.pop(proposal_id, None)

    async def _read_track(self, proposal: Proposal) -> None:
        at = self.clock.now() - GRACE
        async with self.uow.reading() as repositories:
            group = await stake_group(repositories, proposal, self.clock.now())
            owed = await promised_from(repositories, group, self.clock.now())
        if not group.proposals:
            return
        reading = await self.reader.read(group, at)
        passed: list[ProposalId] = []
        async with self.uow.writing() as repositories:
            now = self.clock.now()
            group = await stake_group(repositories, proposal, now)
            # What was paid while the chain was read may still have been in the pool then.
            owed |= await promised_from(repositories, group, now)
            given = _given_way(group, reading)
            await repositories.stakes.add(group.track, given)
            powers = {member: power.total or 0 for member, power in reading.powers.items()}
            newer = {member for member in powers if _is_newer(group, member, reading)}
            await repositories.stakes.set_powers(
                group.track,
                {member: power for member, power in powers.items() if member not in newer},
                tuple(reading.blocks.values()),
                now,
            )
            group = await stake_group(repositories, proposal, now)
            await repositories.stakes.release(group.track, group.free_wallets())
            # A loss that counts from later on than this look is decided upon by the next one.
            if all(staking.at <= reading.at for staking in given):
                for each in group.proposals:
                    if state(each, now) is State.VOTING:
                        current = replace(reading, promised=sums(owed.values()))
                        if await self._close_if_convinced(repositories, group, each, current, now):
                            passed.append(each.id)
                            purse = purse_of(each.rules)
                            if purse is not None:
                                owed[each.id] = (purse, each.content.requested)
        final = replace(reading, promised=sums(owed.values()))
        for each in group.proposals:
            if each.id in passed:
                self.live_votes.end(each.id)
                _log.info("stakes.convinced", proposal=each.id)
            elif _has_pool(each, final):
                self.chain_readings[each.id] = final
                self.reckon(each, group.of(each.id))
            self.live_votes.touch(each.id)
        await self._expect_others(proposal, group)
        if given or passed:
            self.wake_signal.send()

    async def _expect_others(self, proposal: Proposal, group: StakeGroup) -> None:
        """By what was read now another one may pass before it is its turn."""
        soon = [each.id for each in group.proposals if each.id != proposal.id and each.id in self.expected]
        if soon:
            async with self.uow.writing() as repositories:
                for each in soon:
                    await repositories.jobs.request([each], ReadConviction.kind, self.next_reading(each))

    async def _close_if_convinced(
        self,
        repositories: Repositories,
        group: StakeGroup,
        proposal: Proposal,
        reading: ChainReading,
        now: datetime,
    ) -> bool:
        """Count through the same function as `folkmoot tally`; what passes is closed, with its record."""
        purse = purse_of(proposal.rules)
        if not _has_pool(proposal, reading) or purse is None:
            return False
        opening, policy = rules_of(proposal)
        pool, requested = reading.pool(purse), proposal.content.requested
        stakings = [
            staking for staking in group.of(proposal.id) if seconds(staking.at) <= seconds(reading.at)
        ]
        rule = ConvictionRule.model_validate(policy.options)
        election = election_of_stakes(
            proposal.content.title,
            stakings,
            {member: power.total or 0 for member, power in reading.powers.items()},
            rule.options(pool.funds, requested, seconds(reading.at)),
            reading.supply,
        )
        counted = tally(election)
        if counted.passing != (True,):
            return False
        result: dict[str, Any] = json.loads(encode_result(counted))
        frozen = json.loads(await repositories.proposals.frozen(proposal.id))
        involved = {staking.member for staking in stakings}
        powers = {member: power for member, power in reading.powers.items() if member in involved}
        record = stake_record(
            proposal, opening, frozen, stakings, powers, pool, election, result, reading.at, now
        )
        decision = Decision(result, True, record, sorted({member for member, _ in held(stakings)}))
        await finalize(repositories, proposal, group.guild, decision, now)
        return True


def _has_pool(proposal: Proposal, reading: ChainReading) -> bool:
    """Whether the look read what the proposal needs: one that opened meanwhile may have another pool."""
    purse = purse_of(proposal.rules)
    return purse is None or purse in reading.balances


def _is_newer(group: StakeGroup, member: MemberId, reading: ChainReading) -> bool:
    """Whether the member's power is known from a later block than this look's: they staked while it was under way."""
    known = group.powers.get(member)
    return known is not None and any(
        block.chain in reading.blocks and block.number > reading.blocks[block.chain].number
        for block in known.blocks
    )


def _given_way(group: StakeGroup, reading: ChainReading) -> list[Staking]:
    """What of the stakes gives way, of everyone who held less than they had staked."""
    block, given = reading.newest, []
    staked: dict[MemberId, Power] = {}
    for (member, _), amount in held(group.stakings).items():
        staked[member] = staked.get(member, 0) + amount
    for member, power in reading.powers.items():
        total = power.total
        if total is not None and staked.get(member, 0) > total and not _is_newer(group, member, reading):
            given += reduce(group.stakings, member, total, block.time, block.number, block.hash)
    return given
