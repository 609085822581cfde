"""What can be claimed of a vote's rewards, by which transaction, and the list of which everybody can see that."""

import asyncio
from datetime import datetime

import msgspec

from bot.domain.canonical import content_hash
from bot.domain.errors import PageUnknown, StoredDataInvalid
from bot.domain.executors.signing import ReadyCall
from bot.domain.ids import Address, ChainId, MemberId, ProposalId
from bot.domain.policy.voter_rewards import VoterRewards
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.domain.voter_rewards.drops import Drop, DropStanding
from bot.domain.voter_rewards.payments import claim_call
from bot.domain.voter_rewards.tree import PaymentTree
from bot.services.ports import Clock, Drops, UnitOfWork
from bot.services.voter_rewards.recorded import recorded_rewards


class Claim(msgspec.Struct, frozen=True):
    """What one wallet of the list gets."""

    wallet: Address
    amount: int
    claimed: bool
    call: ReadyCall | None
    """What anybody sends so that the wallet gets it; None where nothing can be claimed now."""


class Claims(msgspec.Struct, frozen=True):
    """What a vote's list has for somebody."""

    vote: Proposal
    rule: VoterRewards
    chain: ChainId
    payout: Proposal
    """What opens the list."""
    state: State
    """Of that."""
    total: int
    number: int
    """So many wallets stand in the list."""
    root: str
    """0x-prefixed hex."""
    opened: bool
    """Whether it can be claimed from: just this list is open on chain."""
    until: datetime | None
    """When the treasury may take back what is left; None where that isn't told."""
    over: bool
    """Whether it has taken that back, or all of it was claimed."""
    wallets: tuple[Claim, ...]


class _Listed(msgspec.Struct, frozen=True):
    vote: Proposal
    payout: Proposal
    rule: VoterRewards
    drop: Drop
    tree: PaymentTree


class ClaimingRewards(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    drops: Drops
    clock: Clock

    async def tree(self, vote_id: ProposalId) -> PaymentTree:
        """The list of a vote. Raises PageUnknown where there is none; ProposalUnknown, StoredDataInvalid."""
        return (await self._listed(vote_id)).tree

    async def claims(
        self, vote_id: ProposalId, member: MemberId | None, wallet: Address | None = None
    ) -> Claims:
        """What there is for one that somebody asks for, and for those that a member has linked now.

        Raises PageUnknown where the vote has no list; ProposalUnknown, StoredDataInvalid, UnknownChain, WrongContract,
        ChainUnavailable.
        """
        listed = await self._listed(vote_id)
        amounts = dict(listed.tree.payments)
        asked = [wallet] if wallet else []
        if member is not None:
            asked += await self._wallets(listed, member)
        there = [each for each in dict.fromkeys(asked) if each in amounts]
        standing = await self.drops.standing(listed.drop, there)
        opened = standing.root == listed.tree.root
        return Claims(
            listed.vote,
            listed.rule,
            listed.drop.chain,
            listed.payout,
            state(listed.payout, self.clock.now()),
            sum(amounts.values()),
            len(amounts),
            f"0x{listed.tree.root.hex()}",
            opened,
            standing.claimable_until if opened else None,
            opened and not standing.left,
            tuple(_claim(listed, standing, each, amounts[each]) for each in there),
        )

    async def _wallets(self, listed: _Listed, member: MemberId) -> list[Address]:
        async with self.uow.reading() as repositories:
            guild = (await repositories.spaces.get(listed.vote.space)).guild
            linked = await repositories.wallets.of_members(guild, [member])
        return [wallet.address for wallet in linked.get(member, [])]

    async def _listed(self, vote_id: ProposalId) -> _Listed:
        async with self.uow.reading() as repositories:
            vote = await repositories.proposals.get(vote_id)
            record = await repositories.proposals.record(vote_id)
            paid_by = await repositories.proposals.payout_of(vote_id)
            payout = await repositories.proposals.get(paid_by) if paid_by else None
        rule, executor, closing = vote.rules.voter_rewards, vote.rules.executor, vote.closing
        if payout is None or record is None or closing is None or executor is None:
            raise PageUnknown
        if rule is None or rule.distributor is None:
            raise PageUnknown
        if content_hash(record) != closing.record_hash:
            raise StoredDataInvalid(f"proposal {vote_id}: record")
        drop = Drop(executor.chain, rule.distributor, executor.holder, closing.record_hash)
        return _Listed(vote, payout, rule, drop, await asyncio.to_thread(_tree, record))


def _tree(record: bytes) -> PaymentTree:
    return PaymentTree.of(recorded_rewards(record).rewards.payments)


def _claim(listed: _Listed, standing: DropStanding, wallet: Address, amount: int) -> Claim:
    claimed = wallet in standing.claimed
    call = None
    if not claimed and standing.root == listed.tree.root and standing.left >= amount:
        drop = listed.drop
        call = claim_call(drop.distributor, drop.funder, drop.record, listed.tree, wallet)
    return Claim(wallet, amount, claimed, call)
