"""Staking on proposals: what members put there, move and take away."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from bot.domain.accounts.claims import Claim
from bot.domain.accounts.mandate import not_mandated
from bot.domain.blocks import BlockRef
from bot.domain.conviction.staking import Staking, portion
from bot.domain.elections.ballot import snowflake_time
from bot.domain.errors import (
    ChainUnavailable,
    NotEnoughStaked,
    NotEnoughToStake,
    NoWallet,
    StakesApart,
    VoteInstead,
    VotingNotOpen,
    VotingOver,
    WalletsClaimed,
)
from bot.domain.errors.outside import (
    PowerUnread,
)
from bot.domain.ids import ChainId, GuildId, MemberId, Power, ProposalId
from bot.domain.permissions.requirement import Requirement
from bot.domain.power import MemberPower, PowerRule
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.services.actors import Actor
from bot.services.conviction.chain_readings import ChainReadings, Staked
from bot.services.conviction.stake_groups import OPEN, STAKE, UNSTAKE, StakeGroup, rules_of, stake_group
from bot.services.delegation.delegated_power import DelegatedPowers, undelegated_of
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Chain, Clock, Repositories, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.power.snapshots import chains_of, common_blocks
from bot.services.proposals.visibility import visible
from bot.services.voting.casting.eligibility import paused_error


class StakeReceipt(msgspec.Struct, frozen=True):
    """Proof that a change was stored, with what the member has staked after it."""

    changes: tuple[Staking, ...]
    before: Mapping[ProposalId, Power]
    """What lay on each of the changed proposals before."""
    proposals: Mapping[ProposalId, Proposal]
    """The changed ones."""
    staked: Power
    """In all, on the proposals that share the stakes."""
    power: Power
    """What the member held when it was read last."""
    rule: PowerRule

    @property
    def codes(self) -> tuple[str, ...]:
        """Of each change that by which the record has it."""
        openings = [self.proposals[change.proposal].opening for change in self.changes]
        return tuple(
            change.receipt(opening.pseudonyms)
            for change, opening in zip(self.changes, openings, strict=True)
            if opening is not None
        )


class Placed(msgspec.Struct, frozen=True):
    """A member's stake on one open proposal."""

    proposal: Proposal
    amount: Power
    since: datetime
    """Of its last change."""
    staked: Staked


class MyStakes(msgspec.Struct, frozen=True):
    """All that a member has staked on the proposals that share it."""

    track: str
    rule: PowerRule
    power: Power
    """What the member holds now."""
    blocks: tuple[BlockRef, ...]
    placed: tuple[Placed, ...]

    @property
    def staked(self) -> Power:
        return sum(place.amount for place in self.placed)


class _Held(msgspec.Struct, frozen=True):
    power: Power
    claims: tuple[Claim, ...]
    blocks: tuple[BlockRef, ...]
    found: MemberPower


class StakingOnProposals(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    powers: Powers
    delegated_powers: DelegatedPowers
    chain_readings: ChainReadings
    clock: Clock
    wake_signal: WakeSignal

    async def add(self, actor: Actor, proposal_id: ProposalId, amount: str, interaction: int) -> StakeReceipt:
        """Put more on a proposal: so many tokens, a share of what is free, or `all` of it.

        Stored durably when this returns; it counts from the time at which Discord made the interaction. The power is
        read at the newest finalized block. Raises ProposalUnknown, VoteInstead, VotingNotOpen, VotingPaused,
        VotingOver, NoWallet, WalletsClaimed, NotEnoughToStake, BadAmount, ChainUnavailable.
        """
        at = snowflake_time(interaction)
        async with self.uow.reading() as repositories:
            proposal = await _stakeable(repositories, actor.guild, proposal_id)
            if (known := await self._known(repositories, actor, proposal, interaction)) is not None:
                return known
            _require_open(STAKE, proposal, self.clock.now(), at)
            group = await stake_group(repositories, proposal, self.clock.now(), [actor.member])
        held = await self._held(group, proposal, actor.member)
        try:
            receipt = await self._put(actor, proposal_id, amount, interaction, held)
        except NotEnoughToStake as refused:
            undelegated = await self.delegated_powers.undelegated(held.found, held.blocks)
            refused.undelegated = undelegated_of(undelegated)
            raise
        self._show(receipt)
        return receipt

    async def _put(
        self, actor: Actor, proposal_id: ProposalId, amount: str, interaction: int, held: _Held
    ) -> StakeReceipt:
        """Store what is added. Raises what `add` raises."""
        at = snowflake_time(interaction)
        async with self.uow.writing() as repositories:
            now = self.clock.now()
            proposal = await _stakeable(repositories, actor.guild, proposal_id)
            if (known := await self._known(repositories, actor, proposal, interaction)) is not None:
                return known
            _require_open(STAKE, proposal, now, at)
            group = await stake_group(repositories, proposal, now, [actor.member])
            if not set(held.claims) <= set(group.counting(actor.member)):
                # Somebody else's stake was faster with one of them, or it was unlinked.
                raise WalletsClaimed(
                    proposal.number, tuple(dict.fromkeys(each.wallet for each in held.claims))
                )
            before = group.on(proposal_id, actor.member)
            more = _more(group, actor.member, amount, held)
            change = _change(group, proposal_id, actor.member, before + more, at, interaction, held.power)
            await repositories.stakes.claim(group.track, held.claims)
            await repositories.stakes.set_powers(group.track, {actor.member: held.power}, held.blocks, now)
            receipt, group = await self._store(
                repositories, group, proposal, (change,), {proposal_id: before}
            )
        return receipt

    async def withdraw(
        self, actor: Actor, proposal_id: ProposalId, amount: str, interaction: int
    ) -> StakeReceipt:
        """Take stakes away from a proposal: so many tokens, a share of what lies there, or `all` of it. Also while it
        is paused; no chain is asked.

        Raises ProposalUnknown, VoteInstead, VotingNotOpen, VotingOver, NotEnoughStaked, BadAmount.
        """
        at = snowflake_time(interaction)
        async with self.uow.writing() as repositories:
            now = self.clock.now()
            proposal = await _stakeable(repositories, actor.guild, proposal_id)
            if (known := await self._known(repositories, actor, proposal, interaction)) is not None:
                return known
            _require_open(UNSTAKE, proposal, now, at)
            group = await stake_group(repositories, proposal, now, [actor.member])
            before = group.on(proposal_id, actor.member)
            less = _less(group, proposal, actor.member, amount)
            power = _last_read(group, actor.member)
            change = _change(group, proposal_id, actor.member, before - less, at, interaction, power)
            receipt, group = await self._store(
                repositories, group, proposal, (change,), {proposal_id: before}
            )
        self._show(receipt)
        return receipt

    async def move(
        self, actor: Actor, source: ProposalId, target: ProposalId, amount: str, interaction: int
    ) -> StakeReceipt:
        """Take stakes from one proposal and put them on another in one step; conviction stays where it grew.

        Raises ProposalUnknown, VoteInstead, VotingNotOpen, VotingPaused, VotingOver, StakesApart, NotEnoughStaked,
        BadAmount.
        """
        at = snowflake_time(interaction)
        async with self.uow.writing() as repositories:
            now = self.clock.now()
            start = await _stakeable(repositories, actor.guild, source)
            end = await _stakeable(repositories, actor.guild, target)
            if (known := await self._known(repositories, actor, end, interaction)) is not None:
                return known
            _require_open(UNSTAKE, start, now, at)
            _require_open(STAKE, end, now, at)
            group = await stake_group(repositories, start, now, [actor.member])
            if source == target or target not in {each.id for each in group.proposals}:
                raise StakesApart(start.number, end.number)
            less = _less(group, start, actor.member, amount)
            before = {each: group.on(each, actor.member) for each in (source, target)}
            power = _last_read(group, actor.member)
            changes = (
                _change(group, source, actor.member, before[source] - less, at, interaction, power),
                _change(group, target, actor.member, before[target] + less, at, interaction, power),
            )
            receipt, group = await self._store(repositories, group, end, changes, before)
        self._show(receipt)
        return receipt

    async def mine(self, actor: Actor) -> list[MyStakes]:
        """What the member has staked, and what more they could, on each track that has open proposals for it.

        Raises NotSetUp, ChainUnavailable.
        """
        now, found = self.clock.now(), []
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            waiting = [
                proposal
                for proposal in await repositories.proposals.live_in_space(space.id)
                if proposal.opening and proposal.rules.open_ended and state(proposal, now) in OPEN
            ]
            groups: list[tuple[str, StakeGroup]] = []
            while waiting:
                group = await stake_group(repositories, waiting[0], now, [actor.member])
                ours = {proposal.id for proposal in group.proposals}
                waiting = [proposal for proposal in waiting if proposal.id not in ours]
                groups.append(((await repositories.spaces.track(group.track)).name, group))
        for name, group in groups:
            held = await self._read(group, actor.member)
            found.append(
                MyStakes(name, group.rule, held.power, held.blocks, self._placed(group, actor.member))
            )
        return found

    def _placed(self, group: StakeGroup, member: MemberId) -> tuple[Placed, ...]:
        placed = []
        for proposal in group.proposals:
            if amount := group.on(proposal.id, member):
                last = [staking for staking in group.of(proposal.id) if staking.member == member][-1]
                staked = self.chain_readings.reckon(proposal, group.of(proposal.id))
                placed.append(Placed(proposal, amount, last.at, staked))
        return tuple(placed)

    async def _held(self, group: StakeGroup, proposal: Proposal, member: MemberId) -> _Held:
        """What the member can stake with. Raises NoWallet, NotMandated, WalletsClaimed, ChainUnavailable."""
        linked, without = group.linked.get(member, ()), group.uncovered.get(member)
        if not linked and without:
            raise not_mandated(proposal.number, without, rules_of(proposal)[1].trust)
        if not linked:
            raise NoWallet
        if not group.counting(member):
            raise WalletsClaimed(proposal.number, tuple(wallet.address for wallet in linked))
        return await self._read(group, member)

    async def _read(self, group: StakeGroup, member: MemberId) -> _Held:
        blocks = await common_blocks(self.chains, chains_of(group.rule))
        found = await self.powers.now(group.rule, group.holder(member), blocks)
        if found.total is None:
            raise ChainUnavailable(next(iter(blocks)), "", PowerUnread(author=False))
        return _Held(found.total, group.counting(member), tuple(blocks.values()), found)

    async def _known(
        self, repositories: Repositories, actor: Actor, proposal: Proposal, interaction: int
    ) -> StakeReceipt | None:
        """The receipt of an interaction that was stored before."""
        changes = await repositories.stakes.of_interaction(proposal.track, actor.member, interaction)
        if not changes:
            return None
        group = await stake_group(repositories, proposal, self.clock.now(), [actor.member])
        return await _receipt(repositories, group, tuple(changes), {})

    async def _store(
        self,
        repositories: Repositories,
        group: StakeGroup,
        proposal: Proposal,
        changes: tuple[Staking, ...],
        before: Mapping[ProposalId, Power],
    ) -> tuple[StakeReceipt, StakeGroup]:
        await repositories.stakes.add(group.track, changes)
        group = await stake_group(repositories, proposal, self.clock.now(), [changes[0].member])
        await repositories.stakes.release(group.track, group.free_claims())
        for change in changes:
            await self.chain_readings.expect(repositories, group, change.proposal)
        return await _receipt(repositories, group, changes, before), group

    def _show(self, receipt: StakeReceipt) -> None:
        """After the commit: the cards show it, and the new time of passing is waited for."""
        for change in receipt.changes:
            self.chain_readings.live_votes.touch(change.proposal)
        self.wake_signal.send()


async def _receipt(
    repositories: Repositories,
    group: StakeGroup,
    changes: tuple[Staking, ...],
    before: Mapping[ProposalId, Power],
) -> StakeReceipt:
    member = changes[0].member
    proposals = await repositories.proposals.get_many([change.proposal for change in changes])
    return StakeReceipt(
        changes,
        before,
        proposals,
        group.staked(member),
        _last_read(group, member),
        group.rule,
    )


async def _stakeable(repositories: Repositories, guild: GuildId, proposal_id: ProposalId) -> Proposal:
    """A proposal with an open-ended vote. Raises ProposalUnknown, VoteInstead, VotingNotOpen."""
    proposal = await visible(repositories, proposal_id, guild, None)
    if not proposal.rules.open_ended:
        raise VoteInstead(proposal.number)
    if proposal.opening is None:
        raise VotingNotOpen(proposal.number, State.DISCUSSION, proposal.opens_at)
    return proposal


def _require_open(requirement: Requirement, proposal: Proposal, now: datetime, at: datetime) -> None:
    """Raises VotingNotOpen, VotingPaused, CardMissing, VotingOver."""
    current = state(proposal, now)
    if proposal.closing:
        raise VotingOver(proposal.number, proposal.closing.at)
    if proposal.paused and State.PAUSED not in requirement.states:
        raise paused_error(proposal.number, proposal.paused)
    if current not in requirement.states or proposal.opening is None or at < proposal.opening.at:
        raise VotingNotOpen(proposal.number, current)


def _more(group: StakeGroup, member: MemberId, text: str, held: _Held) -> Power:
    """What is added. Raises NotEnoughToStake, BadAmount."""
    staked, rule = group.staked(member), group.rule
    free = held.power - staked
    asked = portion(text, free, rule.decimals) if free > 0 else None
    if asked is None or asked > free:
        raise NotEnoughToStake(held.power, staked, asked, held.blocks, rule.symbol, rule.decimals)
    return asked


def _less(group: StakeGroup, proposal: Proposal, member: MemberId, text: str) -> Power:
    """What is taken away. Raises NotEnoughStaked, BadAmount."""
    staked, rule = group.on(proposal.id, member), group.rule
    asked = portion(text, staked, rule.decimals) if staked else None
    if asked is None or asked > staked:
        raise NotEnoughStaked(proposal.number, staked, asked, rule.symbol, rule.decimals)
    return asked


def _last_read(group: StakeGroup, member: MemberId) -> Power:
    known = group.powers.get(member)
    return known.power if known else group.staked(member)


def _change(
    group: StakeGroup,
    proposal: ProposalId,
    member: MemberId,
    amount: Power,
    at: datetime,
    interaction: int,
    power: Power,
) -> Staking:
    """The new stake, not before the member's last one: each change is reckoned from the one before it."""
    last = [staking.at for staking in group.stakings if staking.member == member]
    return Staking(proposal, member, amount, max([at, *last]), interaction, power)
