"""Reading what wallets give in a vote; those of which nothing can ever be read are taken out of its count."""

import asyncio
from collections.abc import Collection, Mapping, Sequence, Set
from datetime import timedelta

import msgspec
import structlog

from bot.domain.accounts.claims import Claims
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, ChainId, MemberId, ProposalId
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.proposal import Proposal
from bot.services.delivery.notifications import NotifyUnreadable
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.power.powers import FailedRead, Powers
from bot.services.voting.live.live_vote import Joining, LiveVote
from bot.services.voting.live.live_votes import LiveVotes

_log = structlog.get_logger(__name__)

CONFIRM_AFTER = (timedelta(seconds=0.3), timedelta(seconds=1.5))
"""What fails for good is read again after each of these: a node that has lost its data for a moment, or one of several
behind one address that prunes, says the same once."""


class PowerReads(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    powers: Powers
    live_votes: LiveVotes
    clock: Clock
    wake_signal: WakeSignal
    confirm_after: Sequence[timedelta] = CONFIRM_AFTER

    async def everyone(self, proposal_id: ProposalId) -> list[FailedRead]:
        """Read the power of every linked wallet soon after the opening, while every node still has the state.

        And of those that a ballot claimed before they were unlinked, which count on, and of those that delegated to any
        on chain. Returns the reads that failed and
        are to be tried again.
        """
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
            space = await repositories.spaces.get(proposal.space)
            linked = await repositories.wallets.of_guild(space.guild)
            claimed = await repositories.claims.of(proposal_id)
            delegating = await repositories.delegations.frozen_wallets(proposal_id)
        if proposal.opening is None or proposal.opening.policy.open_ended:
            return []
        wallets = dict.fromkeys([wallet.address for wallet in linked])
        wallets |= dict.fromkeys([claim.wallet for claim in claimed])
        wallets |= dict.fromkeys([each.wallet for each in delegating])
        failed = await self.read(proposal, list(wallets))
        if (live_vote := self.live_votes.loaded(proposal_id)) is not None:
            await live_vote.weigh(self.powers)
        return failed

    async def read(
        self, proposal: Proposal, wallets: Sequence[Address], *, asking: MemberId | None = None
    ) -> list[FailedRead]:
        """Read of these wallets what isn't known yet. Returns the reads that failed and are to be tried again.

        A wallet whose read fails for good counts for nobody in this vote, from now on, and its member is told so, but
        for the one who is `asking` and hears it anyway. Not so where the fault isn't the wallet's: where the source
        answers for nobody, and where a state was lost that could have been read in time, of a wallet that was linked
        or had delegated on chain when the vote opened. Such a ballot stays undetermined.
        """
        if proposal.opening is None:
            return []
        failed = await self._failed(proposal, proposal.opening, wallets)
        lost = [each for each in failed if each.reading.for_good]
        if not lost:
            return failed
        unreadable = await self._at_fault(proposal, proposal.opening, lost)
        if unreadable:
            await self._leave_out(proposal, unreadable, asking)
        return [each for each in failed if _where(each) not in unreadable]

    async def of_ballot(
        self,
        live_vote: LiveVote,
        member: MemberId,
        wallets: Sequence[Address],
        *,
        asking: MemberId | None,
        joining: Joining | None = None,
    ) -> None:
        """Read what a ballot of the member weighs, who brings these wallets: what they hold, and what those hold who
        delegate to the member. `asking`: see `read`; `joining`: which of the wallets count for nobody yet."""
        delegators = live_vote.delegators_of(member, joining=joining)
        delegated = [wallet for delegator in delegators for wallet in live_vote.counting(delegator)]
        await self.read(live_vote.proposal, [*wallets, *delegated], asking=asking)
        await live_vote.weigh(self.powers)

    async def _failed(
        self, proposal: Proposal, opening: Opening, wallets: Sequence[Address]
    ) -> list[FailedRead]:
        """The reads that failed; one that fails for good did so each time that it was read, or was left out before."""
        failed = await self.powers.ensure(opening, wallets)
        if any(each.reading.for_good for each in failed):
            async with self.uow.reading() as repositories:
                known = await repositories.unreadable_wallets.of(proposal.id)
            failed = [each for each in failed if _where(each) not in known]
        for pause in self.confirm_after:
            lost = {each.wallet for each in failed if each.reading.for_good}
            if not lost:
                break
            await asyncio.sleep(pause.total_seconds())
            again = await self.powers.ensure(opening, [wallet for wallet in wallets if wallet in lost])
            failed = [each for each in failed if each.wallet not in lost] + again
        return failed

    async def _at_fault(
        self, proposal: Proposal, opening: Opening, lost: Sequence[FailedRead]
    ) -> dict[tuple[Address, ChainId], ReadFailure]:
        """Those of these wallets of which nothing can ever be read, by their own fault, and on which chain."""
        answering = {
            (source, block)
            for source, block in {(each.source, each.block) for each in lost}
            if await self.powers.answers(source, block)
        }
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.get(proposal.space)
            there = await repositories.wallets.linked_at(
                space.guild, {each.wallet for each in lost}, opening.at
            )
            delegated = {each.wallet for each in await repositories.delegations.frozen_wallets(proposal.id)}
        return {
            _where(each): each.reading.failure
            for each in lost
            if (each.source, each.block) in answering
            and not (each.reading.failure is ReadFailure.PRUNED and _was_there(each, there, delegated))
        }

    async def _leave_out(
        self,
        proposal: Proposal,
        wallets: Mapping[tuple[Address, ChainId], ReadFailure],
        asking: MemberId | None,
    ) -> None:
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            known = await repositories.unreadable_wallets.of(proposal.id)
            new = {wallet: failure for wallet, failure in wallets.items() if wallet not in known}
            await repositories.unreadable_wallets.add(proposal.id, new, now)
            notifications = await self._notifications(repositories, proposal, new, asking)
            await repositories.outbox.add(*notifications, at=now)
        if (live_vote := self.live_votes.loaded(proposal.id)) is not None:
            live_vote.leave_out(wallets)
            self.live_votes.touch(proposal.id)
        if notifications:
            self.wake_signal.send()
        _log.warning("wallets.unreadable", proposal=proposal.id, wallets=len(new))

    async def _notifications(
        self,
        repositories: Repositories,
        proposal: Proposal,
        wallets: Mapping[tuple[Address, ChainId], ReadFailure],
        asking: MemberId | None,
    ) -> list[NotifyUnreadable]:
        """One for each member who has any of them where it can't be read: for whom it would have counted, or who has
        linked it."""
        guild = (await repositories.spaces.get(proposal.space)).guild
        addresses = {wallet for wallet, _ in wallets}
        claimed = await repositories.claims.of_wallets([proposal.id], addresses)
        claims = Claims(proposal.rules.power.chains, [claim for _, claim in claimed])
        for wallet in await repositories.wallets.of_addresses(guild, addresses):
            claims.add(claims.unclaimed(wallet))
        of_member: dict[MemberId, dict[Address, ReadFailure]] = {}
        for (address, chain), failure in wallets.items():
            member = claims.member(address, chain)
            if member is not None and member != asking:
                of_member.setdefault(member, {}).setdefault(address, failure)
        return [
            NotifyUnreadable(guild, proposal.id, member, tuple(theirs), next(iter(theirs.values())))
            for member, theirs in of_member.items()
        ]


def _where(read: FailedRead) -> tuple[Address, ChainId]:
    return read.wallet, read.block.chain


def _was_there(
    read: FailedRead, linked: Set[tuple[Address, ChainId | None]], delegated: Collection[Address]
) -> bool:
    """Whether it could have been read in time: it was linked, where it stands, or had delegated."""
    wallet, chain = _where(read)
    return wallet in delegated or not linked.isdisjoint({(wallet, chain), (wallet, None)})
