"""Casting ballots. All ways of voting end here, and are stored together with whatever else arrives at the time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.domain.ballot import Way
from bot.domain.choices import choice_of_reaction, describe
from bot.domain.earning import without_wallets
from bot.domain.errors import (
    NoWallet,
    Refused,
    VotingNotOpen,
)
from bot.domain.ids import Address, GuildId, MemberId, MessageId, ProposalId, RoleId
from bot.domain.power import MemberPower
from bot.domain.proposal import Opening, state
from bot.services.ballot_batch import Batch, Receipt, Vote
from bot.services.boards import Board, Boards
from bot.services.budgets import Budgets, holder_of, read_lenders
from bot.services.ends import VoteEnds
from bot.services.group_commit import GroupCommit
from bot.services.outbox import Bell
from bot.services.ports import Clock, Facts, UnitOfWork
from bot.services.powers import Powers


class Voting:
    def __init__(
        self, uow: UnitOfWork, boards: Boards, powers: Powers, ends: VoteEnds, clock: Clock, bell: Bell
    ) -> None:
        self._uow = uow
        self._ends = ends
        self._boards = boards
        self._powers = powers
        self._clock = clock
        self._bell = bell
        self._group = GroupCommit(self._store)
        self.budgets = Budgets(uow, boards, powers, clock)

    async def cast(self, vote: Vote) -> Receipt:
        """Store a ballot durably; when this returns, it counts.

        Its power is what is known by now: `weigh` reads the rest. Raises ProposalUnknown, VotingNotOpen,
        VotingOver, VotingPaused, OnlyObjections, VotedAlready, NotOnBallot, BallotUnclear, AboveBudget, NoWallet,
        WalletsClaimed, ReactionsOff.
        """
        await self.budgets.check(await self._boards.get(vote.proposal), vote)
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
        proposal_id = await self._boards.proposal_of_card(message)
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
        async with self._uow.reading() as facts:
            known = await facts.reactions.of(proposal_id)
        changes = [(member, emoji, True) for member, emoji in present - known]
        changes += [(member, emoji, False) for member, emoji in known - present]
        roles: dict[MemberId, frozenset[RoleId]] = {}
        if (await self._boards.get(proposal_id)).proposal.rules.power.roles:
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
        board = await self._boards.get(proposal_id)
        choice = choice_of_reaction(board.proposal.rules, emoji)
        if choice is None:
            return
        vote = Vote(
            guild,
            proposal_id,
            member,
            choice if added else None,
            self._clock.now(),
            Way.REACTION,
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

    async def _submit(self, vote: Vote) -> Receipt | None:
        await self._boards.get(vote.proposal)
        return await self._group.submit(vote)

    async def drained(self) -> None:
        """Returns when every ballot that has arrived is stored."""
        await self._group.drained()

    async def weigh(self, receipt: Receipt) -> Receipt:
        """The receipt with the power read from the chain where it was not known; what failed stays undetermined."""
        if receipt.determined:
            return receipt
        board = await self._boards.get(receipt.ballot.proposal)
        weighed = await self._weighed(receipt, board)
        self._boards.touch(receipt.ballot.proposal)
        self._ends.cast(board.proposal)
        return weighed

    async def _weighed(self, receipt: Receipt, board: Board) -> Receipt:
        """The receipt with the voter's own power and what is lent to it now."""
        member, opening = receipt.ballot.member, receipt.opening
        await read_lenders(self._powers, board, opening, member)
        power = await self._powers.of(opening, board.holder(member))
        return replace(receipt, power=power, lent=board.lent(member, self._powers))

    async def mine(self, guild: GuildId, proposal_id: ProposalId, member: MemberId) -> Receipt | None:
        """The member's ballot with its power. Raises ProposalUnknown."""
        board = await self._board(guild, proposal_id)
        ballot, opening = board.ballots.get(member), board.proposal.opening
        if ballot is None or ballot.choice is None or opening is None:
            return None
        known = self._powers.known(opening, board.holder(member))
        delegate = board.lenders.lends.get(member) if board.lenders else None
        choice = describe(opening.policy, ballot.choice)
        receipt = Receipt(ballot, choice, None, known, opening, delegate=delegate)
        return await self._weighed(receipt, board)

    async def why(
        self,
        guild: GuildId,
        proposal_id: ProposalId,
        member: MemberId,
        roles: frozenset[RoleId] = frozenset(),
    ) -> tuple[MemberPower, Opening, dict[Address, MemberId]]:
        """What the member's power in this vote is made of, and which of their wallets count for somebody else.

        Who has voted has the roles that were read then; anybody else those that they have now, which are given here.
        Raises ProposalUnknown, VotingNotOpen, NoWallet.
        """
        board = await self._board(guild, proposal_id)
        opening = board.proposal.opening
        if opening is None:
            raise VotingNotOpen(
                proposal_id, state(board.proposal, self._clock.now()), board.proposal.opens_at
            )
        holder, elsewhere = await holder_of(self._uow, board, opening, member, roles)
        without = without_wallets(opening.policy) or board.delegates_to(member)
        if not (holder.wallets or elsewhere or without):
            raise NoWallet
        power = await self._powers.of(opening, holder)
        return power, opening, elsewhere

    async def _board(self, guild: GuildId, proposal_id: ProposalId) -> Board:
        async with self._uow.reading() as facts:
            proposal = await facts.proposals.get(proposal_id, guild)
        board = await self._boards.get(proposal_id)
        board.follow(proposal)
        return board

    async def _store(self, votes: Sequence[Vote]) -> list[Receipt | Refused | None]:
        """Store all of these votes in one transaction; each gets its receipt or its own refusal.

        None: the event was known already, or there is nothing that it could withdraw.
        """
        async with self._uow.writing() as facts:
            now = self._clock.now()
            batch = Batch(votes, await self._boards_now(facts, votes), now)
            await batch.note_reactions(facts)
            batch.check_times_and_choices()
            await batch.claim_wallets(facts)
            batch.receive(self._powers)
            await facts.ballots.add(batch.ballots)
            await facts.outbox.add(*batch.notices(), at=now)
        batch.publish()
        for proposal_id in {ballot.proposal for ballot in batch.ballots}:
            self._boards.touch(proposal_id)
            self._ends.cast(batch.boards[proposal_id].proposal)
        if batch.notices():
            self._bell.ring()
        return batch.results

    async def _boards_now(self, facts: Facts, votes: Sequence[Vote]) -> dict[ProposalId, Board]:
        """The votes' boards, with the proposals as they are within this transaction.

        A copy in memory serves while its version is the stored one.
        """
        boards: dict[ProposalId, Board] = {}
        for proposal_id, version in (await facts.proposals.versions({v.proposal for v in votes})).items():
            board = self._boards.loaded(proposal_id)
            if board is None:
                # It was closed, and its board thrown away, while the vote waited for this transaction.
                board = await self._boards.read(facts, proposal_id)
            if board.proposal.version != version:
                board.proposal = await facts.proposals.get(proposal_id)
            boards[proposal_id] = board
        return boards
