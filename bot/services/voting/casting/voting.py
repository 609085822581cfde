"""Casting ballots. All ways of voting end here, and are stored together with whatever else arrives at the time."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from bot.domain.accounts.mandate import Uncovered
from bot.domain.elections.ballot import CastMethod
from bot.domain.elections.choices import choice_of_reaction, describe
from bot.domain.errors import (
    ConsentMissing,
    NoWallet,
    Refused,
    VotingNotOpen,
)
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, GuildId, MemberId, MessageId, ProposalId, ProposalNumber, RoleId
from bot.domain.power import MemberPower
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.state import state
from bot.domain.reputation.rewards import without_wallets
from bot.services.delivery.notifications import NotifyMember
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, JobName, Repositories, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.privacy.consenting import Consenting
from bot.services.voting.casting.ballot_batch import Batch
from bot.services.voting.casting.budgets import Budgets, holder_of
from bot.services.voting.casting.group_commit import GroupCommit
from bot.services.voting.casting.receipt import Receipt
from bot.services.voting.casting.vote_request import VoteRequest
from bot.services.voting.casting.wallets_apart import check_apart
from bot.services.voting.closing.deadlines import Deadlines
from bot.services.voting.live.gathering import gathered
from bot.services.voting.live.live_vote import LiveVote
from bot.services.voting.live.live_votes import LiveVotes
from bot.services.voting.live.power_reads import PowerReads
from bot.services.wallets.page_links import PageLinks


class PowerExplanation(msgspec.Struct, frozen=True):
    """What a member's power in a vote is made of."""

    number: ProposalNumber
    """The proposal's."""
    power: MemberPower
    opening: Opening
    elsewhere: Mapping[Address, MemberId]
    """Wallets of theirs that count for somebody else, and for whom."""
    unreadable: Mapping[Address, ReadFailure]
    """Wallets of theirs that don't count, since what they hold can't be read."""
    unlinked: tuple[Address, ...] = ()
    """Wallets that counted for them, and don't since they were unlinked."""
    uncovered: Mapping[Address, Uncovered] = msgspec.field(default_factory=dict)
    """Wallets of theirs that don't count by their mandates, and why."""


class Voting:
    def __init__(
        self,
        uow: UnitOfWork,
        live_votes: LiveVotes,
        powers: Powers,
        reads: PowerReads,
        deadlines: Deadlines,
        consenting: Consenting,
        clock: Clock,
        wake_signal: WakeSignal,
        page_links: PageLinks,
    ) -> None:
        self._uow = uow
        self._page_links = page_links
        self._deadlines = deadlines
        self._consenting = consenting
        self._live_votes = live_votes
        self._powers = powers
        self._reads = reads
        self._clock = clock
        self._wake_signal = wake_signal
        self._group = GroupCommit(self._store, apart=lambda vote: vote.proposal)
        self._held_back: set[asyncio.Future[None]] = set()
        """What ballots wait for that came while their vote was counted."""
        self.budgets = Budgets(uow, live_votes, powers, reads, clock)

    async def cast(self, vote: VoteRequest) -> Receipt:
        """Store a ballot durably; when this returns, it counts.

        Its power is what is known by now: `weigh` reads the rest. Raises ProposalUnknown, VotingNotOpen,
        VotingOver, VotingPaused, OnlyObjections, VotedAlready, NotOnBallot, BallotUnclear, AboveBudget, NoWallet,
        WalletsClaimed, ReactionsOff, BelowTrust; where it is about one wallet, WalletsTogether, WalletNotCounting,
        NothingToBeApartFrom, TooManyApart.
        """
        live_vote = await self._live_votes.get(vote.proposal)
        if vote.wallet is not None and live_vote.guild == vote.guild:
            # Before it has a price that nobody could say.
            check_apart(live_vote.proposal.number, live_vote.proposal.rules, vote)
        await self.budgets.check(live_vote, vote)
        receipt = await self._submit(vote)
        assert receipt is not None, "only a reaction can change nothing"
        return receipt

    async def react(
        self,
        guild: GuildId,
        message: MessageId,
        member: MemberId,
        emoji: str,
        added: bool,
        roles: frozenset[RoleId] = frozenset(),
    ) -> None:
        """A reaction was put on a card, or taken back, by a member with these roles. Answers go to the member in
        private."""
        proposal_id = await self._live_votes.proposal_of_card(message)
        if proposal_id is not None:
            await self._react(guild, proposal_id, message, member, emoji, added, roles)

    async def reconcile(
        self,
        guild: GuildId,
        proposal_id: ProposalId,
        message: MessageId,
        present: set[tuple[MemberId, str]],
        roles_of: Callable[[MemberId], Awaitable[frozenset[RoleId]]],
    ) -> None:
        """Take up what happened to the reactions of a card while nobody was listening.

        `present` is Discord's own list. A reaction whose time is unknown counts from now on. `roles_of` is asked for
        each member who has reacted anew, and only where roles give power.
        """
        async with self._uow.reading() as repositories:
            known = await repositories.reactions.of(proposal_id)
        changes = [(member, emoji, True) for member, emoji in present - known]
        changes += [(member, emoji, False) for member, emoji in known - present]
        roles: dict[MemberId, frozenset[RoleId]] = {}
        if (await self._live_votes.get(proposal_id)).proposal.rules.power.roles:
            # One after the other: Discord limits how often it may be asked.
            roles = {member: await roles_of(member) for member in sorted({who for who, _ in present - known})}
        await asyncio.gather(
            *(
                self._react(guild, proposal_id, message, *change, roles.get(change[0], frozenset()))
                for change in sorted(changes)
            )
        )

    async def _react(
        self,
        guild: GuildId,
        proposal_id: ProposalId,
        message: MessageId,
        member: MemberId,
        emoji: str,
        added: bool,
        roles: frozenset[RoleId],
    ) -> None:
        live_vote = await self._live_votes.get(proposal_id)
        choice = choice_of_reaction(live_vote.proposal.rules, emoji)
        if choice is None:
            return
        # Who takes one back is asked for nothing: it says only less than what was noted of them before.
        if added:
            try:
                await self._consenting.require(guild, member)
            except ConsentMissing:
                await self._refuse_reaction(guild, proposal_id, member)
                return
        vote = VoteRequest(
            guild,
            proposal_id,
            member,
            choice if added else None,
            self._clock.now(),
            CastMethod.REACTION,
            message,
            emoji=emoji,
            roles=roles,
        )
        try:
            receipt = await self._submit(vote)
        except Refused:
            # The refusal went to the member with the same transaction.
            return
        if receipt is not None:
            await self.weigh(receipt)

    async def _refuse_reaction(self, guild: GuildId, proposal_id: ProposalId, member: MemberId) -> None:
        """A reaction has no answer in which the member could agree: they are told in private how they can."""
        async with self._uow.writing() as repositories:
            told = NotifyMember(guild, proposal_id, member, ConsentMissing.__name__)
            await repositories.outbox.add(told, at=self._clock.now())
        self._wake_signal.send()

    async def _submit(self, vote: VoteRequest) -> Receipt | None:
        await self._live_votes.get(vote.proposal)
        if self._live_votes.is_held(vote.proposal):
            waiting = asyncio.ensure_future(self._live_votes.free(vote.proposal))
            self._held_back.add(waiting)
            waiting.add_done_callback(self._held_back.discard)
            await waiting
        return await self._group.submit(vote)

    async def drained(self) -> None:
        """Returns when every ballot that has arrived is stored."""
        while self._held_back:
            await asyncio.wait(self._held_back)
        await self._group.drained()

    async def weigh(self, receipt: Receipt) -> Receipt:
        """The receipt with the power read from the chain where it was not known; what failed stays undetermined."""
        if receipt.determined:
            return receipt
        live_vote = await self._live_votes.get(receipt.ballot.proposal)
        member = receipt.ballot.member
        # A reaction has no answer that could say it.
        told = None if receipt.ballot.cast_method is CastMethod.REACTION else member
        await self._reads.of_ballot(live_vote, member, live_vote.counting(member), asking=told)
        weighed = self._weighed(receipt, live_vote)
        self._live_votes.touch(receipt.ballot.proposal)
        if weighed.determined:
            await self._deadlines.powers_known(live_vote.proposal)
        else:
            await self._read_later(live_vote.proposal.id)
        return weighed

    async def _read_later(self, proposal: ProposalId) -> None:
        """The chain didn't say what a ballot weighs: it is asked again until it does."""
        async with self._uow.writing() as repositories:
            await repositories.jobs.request([proposal], JobName.READ_POWERS, self._clock.now())
        self._wake_signal.send()

    def _weighed(self, receipt: Receipt, live_vote: LiveVote) -> Receipt:
        """The receipt with what is known now of the voter's own power and of what is delegated to it."""
        member = receipt.ballot.member
        return replace(
            receipt,
            power=self._powers.known(receipt.opening, live_vote.holder(member)),
            delegated_power=live_vote.delegated_power(member, self._powers),
            unreadable={**receipt.unreadable, **live_vote.unreadable_of(member)},
        )

    async def mine(self, guild: GuildId, proposal_id: ProposalId, member: MemberId) -> Receipt | None:
        """The member's ballot with its power. Raises ProposalUnknown."""
        live_vote = await self._live_vote(guild, proposal_id)
        ballot, opening = live_vote.ballots.get(member), live_vote.proposal.opening
        if ballot is None or ballot.choice is None or opening is None:
            return None
        known = self._powers.known(opening, live_vote.holder(member))
        choice = describe(opening.policy, ballot.choice)
        delegates = live_vote.delegates_of(member)
        receipt = Receipt(
            ballot, live_vote.proposal.number, choice, None, known, opening, delegates=delegates
        )
        await self._reads.of_ballot(live_vote, member, live_vote.counting(member), asking=member)
        return self._weighed(receipt, live_vote)

    async def why(
        self,
        guild: GuildId,
        proposal_id: ProposalId,
        member: MemberId,
        roles: frozenset[RoleId] = frozenset(),
    ) -> PowerExplanation:
        """What the member's power in this vote is made of, and which of their wallets don't count for them.

        Who has voted has the roles that were read then; anybody else those that they have now, which are given here.
        Raises ProposalUnknown, VotingNotOpen, NoWallet.
        """
        live_vote = await self._live_vote(guild, proposal_id)
        opening = live_vote.proposal.opening
        if opening is None:
            raise VotingNotOpen(
                live_vote.proposal.number,
                state(live_vote.proposal, self._clock.now()),
                live_vote.proposal.opens_at,
            )
        at = None if member in live_vote.voting else self._clock.now()
        held = await holder_of(self._uow, live_vote, opening, member, roles, at)
        without = without_wallets(opening.policy) or live_vote.delegates_to(member)
        if not (
            held.holder.wallets
            or held.elsewhere
            or held.unreadable
            or held.unlinked
            or held.uncovered
            or without
        ):
            raise NoWallet
        await self._reads.read(live_vote.proposal, held.holder.wallets, asking=member)
        held = await holder_of(self._uow, live_vote, opening, member, roles, at)
        ballot = live_vote.ballots.get(member)
        if live_vote.takes_signed and ballot is not None:
            held = held.only(live_vote.signers.get(ballot.identity, {}))
        power = self._powers.known(opening, held.holder)
        return PowerExplanation(
            live_vote.proposal.number,
            power,
            opening,
            held.elsewhere,
            held.unreadable,
            held.unlinked,
            held.uncovered,
        )

    async def _live_vote(self, guild: GuildId, proposal_id: ProposalId) -> LiveVote:
        async with self._uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id, guild)
        live_vote = await self._live_votes.get(proposal_id)
        live_vote.follow(proposal)
        return live_vote

    async def _store(self, votes: Sequence[VoteRequest]) -> list[Receipt | Refused | None]:
        """Store all of these votes in one transaction; each gets its receipt or its own refusal.

        None: the event was known already, or there is nothing that it could withdraw.
        """
        async with self._uow.writing() as repositories:
            now = self._clock.now()
            batch = Batch(
                votes,
                await self._live_votes_now(repositories, votes),
                now,
                self._page_links,
            )
            await batch.note_reactions(repositories)
            batch.check_times_and_choices()
            await batch.claim_wallets(repositories)
            batch.receive(self._powers)
            await repositories.ballots.add(batch.ballots)
            await repositories.ballot_evidence.add(batch.evidence)
            voted_on = {ballot.proposal for ballot in batch.ballots}
            proposals = [batch.live_votes[proposal].proposal for proposal in voted_on]
            movable = await self._deadlines.request(repositories, proposals)
            notifications = batch.notifications()
            await repositories.outbox.add(*notifications, at=now)
        batch.publish()
        for proposal_id in voted_on:
            self._live_votes.touch(proposal_id)
        if movable or notifications:
            self._wake_signal.send()
        return batch.results

    async def _live_votes_now(
        self, repositories: Repositories, votes: Sequence[VoteRequest]
    ) -> dict[ProposalId, LiveVote]:
        """The votes' boards, with the proposals as they are within this transaction.

        A copy in memory serves while its version is the stored one.
        """
        live_votes: dict[ProposalId, LiveVote] = {}
        for proposal_id, version in (
            await repositories.proposals.versions({v.proposal for v in votes})
        ).items():
            live_vote = self._live_votes.loaded(proposal_id)
            if live_vote is None:
                # It was closed, and forgotten, while the vote waited for this transaction.
                live_vote = await gathered(repositories, await repositories.proposals.get(proposal_id))
            if live_vote.proposal.version != version:
                live_vote.proposal = await repositories.proposals.get(proposal_id)
            live_votes[proposal_id] = live_vote
        return live_votes
