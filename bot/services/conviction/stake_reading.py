"""What the chains say of a track on which members stake: their powers, the supply, and the pool."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec
import structlog

from bot.domain.blocks import BlockRef, Value
from bot.domain.conviction.pool import Purse, purse_of
from bot.domain.conviction.record import PoolReading
from bot.domain.conviction.staking import Staking
from bot.domain.errors import ChainUnavailable
from bot.domain.errors.outside import (
    PoolUnread,
    StakersUnread,
)
from bot.domain.ids import ChainId, MemberId, Power, ProposalId
from bot.domain.power import Erc20, MemberPower, Native
from bot.domain.proposals.state import State, state
from bot.services.conviction.stake_groups import StakeGroup, rules_of
from bot.services.ports import Chain, Repositories
from bot.services.power.powers import Powers
from bot.services.power.snapshots import chains_of, common_blocks
from bot.services.voting.opening import OpeningVotes

_log = structlog.get_logger(__name__)


class ChainReading(msgspec.Struct, frozen=True):
    """What the chains said at one time."""

    at: datetime
    """Stakes count up to here: all that were made before have arrived."""
    blocks: Mapping[ChainId, BlockRef]
    supply: Power
    """All power that could be staked."""
    balances: Mapping[Purse, int]
    powers: Mapping[MemberId, MemberPower]
    """Of those who had staked; undetermined where it could not be read."""
    paid: Mapping[Purse, int]
    """What has left the pools after these blocks, as far as it is final: it is not there to be promised again."""
    promised: Mapping[Purse, int] = msgspec.field(default_factory=dict)
    """What proposals that passed still have to be paid."""

    @property
    def unread(self) -> frozenset[MemberId]:
        """Those whose power could not be read."""
        return frozenset(member for member, power in self.powers.items() if power.total is None)

    def readable(self, stakings: Iterable[Staking]) -> list[Staking]:
        """Those of the stakes that count: of members whose power was read."""
        unread = self.unread
        return [staking for staking in stakings if staking.member not in unread]

    @property
    def newest(self) -> BlockRef:
        return max(self.blocks.values(), key=lambda block: block.timestamp)

    def pool(self, purse: Purse) -> PoolReading:
        promised = self.promised.get(purse, 0) + self.paid[purse]
        return PoolReading(purse, self.balances[purse], promised, tuple(self.blocks.values()))


class StakeReader(msgspec.Struct, frozen=True):
    chains: Mapping[ChainId, Chain]
    powers: Powers
    opening: OpeningVotes

    async def read(self, group: StakeGroup, at: datetime) -> ChainReading:
        """Powers, supply and pools, all at one common time. A power or a pool that can't be read is left open. Raises
        ChainUnavailable where the chain can't be read, or the supply."""
        purses = {purse for each in group.proposals if (purse := purse_of(each.rules)) is not None}
        wanted = dict.fromkeys([*chains_of(group.rule), *sorted(purse.executor.chain for purse in purses)])
        blocks = await common_blocks(self.chains, wanted, at)
        stakers = group.stakers
        holders = [group.holder(member) for member in stakers]
        for_power = {chain: blocks[chain] for chain in chains_of(group.rule)}
        powers = dict(zip(stakers, await self.powers.now_of_all(group.rule, holders, for_power), strict=True))
        if powers and all(power.total is None for power in powers.values()):
            raise ChainUnavailable(next(iter(blocks)), "", StakersUnread(len(powers)))
        _, policy = rules_of(group.proposals[0])
        supply = await self.opening.total_power(policy, for_power)
        assert supply is not None, "conviction needs the total power"
        balances: dict[Purse, int] = {}
        paid: dict[Purse, int] = {}
        for purse in purses:
            try:
                balance = await self._balance(purse, blocks[purse.executor.chain])
                paid[purse] = await self._paid(purse, balance, blocks[purse.executor.chain])
            except ChainUnavailable as unavailable:
                # Other pools of the track don't wait for this one.
                _log.warning("pool.unread", why=str(unavailable))
            else:
                balances[purse] = balance
        return ChainReading(at, blocks, supply, balances, powers, paid)

    async def _paid(self, purse: Purse, balance: int, block: BlockRef) -> int:
        """What has left a pool of this balance since the block: the common time may lie well before a payment of which
        the pool's own chain has told already."""
        newest = await self.chains[purse.executor.chain].finalized()
        return 0 if newest == block else max(0, balance - await self._balance(purse, newest))

    async def _balance(self, purse: Purse, block: BlockRef) -> int:
        chain = purse.executor.chain
        asset = Native(chain=chain) if purse.asset is None else Erc20(chain=chain, contract=purse.asset)
        (reading,) = await self.chains[chain].powers([(asset, purse.executor.holder)], block)
        if not isinstance(reading, Value):
            raise ChainUnavailable(chain, reading.why, PoolUnread(), reading.failure)
        return reading.raw


Owed = dict[tuple[ProposalId, Purse], int]
"""What purses have to pay, by the proposal."""

_EVERYTHING = 2**256
"""More than any pool can hold."""


async def promised_from(repositories: Repositories, group: StakeGroup, now: datetime) -> Owed:
    """What the executors of a group still have to pay to proposals that passed, on any track, and from which purse.

    A proposal that can't be read may have passed: what it asks for isn't there for others; where even that can't be
    read, nothing is.
    """
    purses = dict.fromkeys(purse for each in group.proposals if (purse := purse_of(each.rules)) is not None)
    promised: Owed = {
        (proposal.id, purse): proposal.content.requested
        for executor in dict.fromkeys(purse.executor for purse in purses)
        for proposal in await repositories.proposals.live_with_executor(executor)
        if proposal.closing
        and state(proposal, now) in (State.TIMELOCK, State.EXECUTION)
        and (purse := purse_of(proposal.rules)) is not None
    }
    for purse in purses:
        unreadable = await repositories.proposals.requested_unreadable(purse.executor)
        for proposal_id, amount in unreadable.items():
            promised[proposal_id, purse] = _EVERYTHING if amount is None else amount
    return promised


def sums(owed: Mapping[tuple[ProposalId, Purse], int]) -> dict[Purse, int]:
    """All of it, by purse."""
    found: dict[Purse, int] = {}
    for (_, purse), amount in owed.items():
        found[purse] = found.get(purse, 0) + amount
    return found
