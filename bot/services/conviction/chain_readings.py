"""Looking at what is staked: powers and pool read again on chain, what was sold gives way, what convinces passes."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import structlog
from msgspec.structs import replace

from bot.domain.conviction.curve import ConvictionCurve, ConvictionRule, needed_for
from bot.domain.conviction.pool import purse_of
from bot.domain.conviction.record import PoolReading
from bot.domain.conviction.staking import Staking, seconds
from bot.domain.errors import ChainUnavailable, StoredDataInvalid
from bot.domain.errors.outside import PoolUnread
from bot.domain.ids import ProposalId, TrackId
from bot.domain.proposals.proposal import GRACE, Proposal
from bot.services.conviction.look import Look, has_pool, is_newer, looked
from bot.services.conviction.stake_groups import StakeGroup, rules_of, stake_group
from bot.services.conviction.stake_reading import ChainReading, Owed, StakeReader, promised_from, sums
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, JobName, Repositories, UnitOfWork
from bot.services.voting.closing.finalize import finalize
from bot.services.voting.live.live_votes import LiveVotes

_log = structlog.get_logger(__name__)

READ_EVERY = timedelta(minutes=5)
"""So often powers and pool are read again."""
_COUNTS = 3
"""So often a reading is counted at most while stakes still change in between."""
_DOCUMENT = msgspec.json.Decoder(dict[str, Any])
_END_OF_TIME = seconds(datetime.max.replace(tzinfo=UTC))


class Staked(msgspec.Struct, frozen=True):
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


class ChainReadings(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    reader: StakeReader
    live_votes: LiveVotes
    clock: Clock
    wake_signal: WakeSignal
    chain_readings: dict[ProposalId, ChainReading] = msgspec.field(default_factory=dict)
    """The last one of each open proposal."""
    expected: dict[ProposalId, datetime] = msgspec.field(default_factory=dict)
    """When a proposal passes if nothing changes."""
    turns: dict[TrackId, asyncio.Lock] = msgspec.field(default_factory=dict)
    """One look at a track at a time."""

    async def read(self, proposal_id: ProposalId) -> None:
        """Read powers and pool again for the proposal and those that share its stakes, if it is time to.

        Who holds less than they have staked loses the newest of it from that block on; what convinces passes, once.
        Nothing is decided on a number that could not be read: what somebody staked of whom nothing can be read counts
        for nothing until it can. Raises ChainUnavailable where the supply or the proposal's own pool can't be read: it
        is tried again.
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
        counting = curve
        if reading is not None and reading.unread:
            counting = ConvictionCurve.of(reading.readable(stakings), rule)
        second = counting.passes_at(needed, seconds(now - GRACE))
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
        await repositories.jobs.request(
            [proposal_id], JobName.READ_CONVICTION, self.next_reading(proposal_id)
        )

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
        for _ in range(_COUNTS):
            if (look := await self._look(proposal, reading, owed)) is not None:
                break
        else:
            return  # Stakes come faster than they are counted: it is looked at again at once.
        final = replace(reading, promised=sums(look.owed))
        for each in look.group.proposals:
            if each.id in look.passed:
                self.live_votes.end(each.id)
                _log.info("stakes.convinced", proposal=each.id)
            elif has_pool(each, final):
                self.chain_readings[each.id] = final
                self.reckon(each, look.group.of(each.id))
            self.live_votes.touch(each.id)
        await self._expect_others(proposal, look.group)
        if look.given or look.passed:
            self.wake_signal.send()
        if reading.unread:
            _log.warning("stakes.unread", track=proposal.track, members=len(reading.unread))
        if proposal.id not in look.passed and not has_pool(proposal, reading):
            raise ChainUnavailable(next(iter(reading.blocks)), "", PoolUnread())

    async def _look(self, proposal: Proposal, reading: ChainReading, owed: Owed) -> Look | None:
        """What follows from the reading, stored; None where stakes have changed while it was counted.

        Nothing is counted in the transaction that stores it, or by the event loop.
        """
        async with self.uow.reading() as repositories:
            now = self.clock.now()
            group = await stake_group(repositories, proposal, now)
            # What was paid while the chain was read may still have been in the pool then.
            promised = owed | await promised_from(repositories, group, now)
            frozen = await _frozen(repositories, group, proposal)
        look = await asyncio.to_thread(looked, group, reading, promised, frozen, now)
        async with self.uow.writing() as repositories:
            fresh = await stake_group(repositories, proposal, self.clock.now())
            if fresh != group or owed | await promised_from(repositories, fresh, now) != promised:
                return None
            await repositories.stakes.add(group.track, look.given)
            powers = {
                member: power.total
                for member, power in reading.powers.items()
                if power.total is not None and not is_newer(group, member, reading)
            }
            await repositories.stakes.set_powers(group.track, powers, tuple(reading.blocks.values()), now)
            await repositories.stakes.release(group.track, look.group.free_claims())
            for each, decision in look.decisions:
                await finalize(repositories, each, group.guild, decision, now)
        return look

    async def _expect_others(self, proposal: Proposal, group: StakeGroup) -> None:
        """By what was read now another one may pass before it is its turn."""
        soon = [each.id for each in group.proposals if each.id != proposal.id and each.id in self.expected]
        if soon:
            async with self.uow.writing() as repositories:
                for each in soon:
                    await repositories.jobs.request([each], JobName.READ_CONVICTION, self.next_reading(each))


async def _frozen(
    repositories: Repositories, group: StakeGroup, asked: Proposal
) -> dict[ProposalId, dict[str, Any]]:
    """What was frozen when each of them opened. One of which it can't be read passes by no look, and holds up none of
    the others. Raises StoredDataInvalid where it is the one that is asked for."""
    found: dict[ProposalId, dict[str, Any]] = {}
    for each in group.proposals:
        try:
            found[each.id] = _DOCUMENT.decode(await repositories.proposals.frozen(each.id))
        except msgspec.DecodeError as error:
            if each.id == asked.id:
                raise StoredDataInvalid(f"openings {each.id}: frozen", proposal=each.id) from error
            _log.error("stakes.unreadable", proposal=each.id, error=str(error))
    return found
