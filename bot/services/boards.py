"""The state of open votes in memory: what the card shows and what a receipt says, without asking the database.

A board is a copy. It is loaded from the facts, follows each committed batch, and is thrown away freely; the
close counts from the facts, never from here.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.ballot import Ballot, snowflake_time
from bot.domain.delegation import FrozenDelegation, Lenders, loans
from bot.domain.ids import Address, GuildId, MemberId, MessageId, Power, ProposalId
from bot.domain.power import Holder
from bot.domain.proposal import Opening, Proposal
from bot.domain.record import Loan, election_of
from bot.domain.tally import Result, tally
from bot.services.ports import Clock, Facts, UnitOfWork
from bot.services.powers import Powers
from bot.services.reputation import frozen_reputation

_CARDS_IN_MEMORY = 10_000
_SETTLED = timedelta(hours=1)
_COUNTED_AT_ONCE = 200
"""So many ballots are counted in about a millisecond."""


@dataclass(frozen=True, slots=True)
class Lent:
    """What others lend to a member (or to all who have voted) at some time in a vote."""

    delegators: int
    power: Power | None
    """None while any part of it is undetermined."""


@dataclass
class Board:
    guild: GuildId
    proposal: Proposal
    ballots: dict[MemberId, Ballot] = field(default_factory=dict)
    claims: dict[Address, MemberId] = field(default_factory=dict)
    wallets: dict[MemberId, list[Address]] = field(default_factory=dict)
    reputation: Mapping[MemberId, Mapping[str, int]] = field(default_factory=dict)
    """The ledger's balances at the opening, where the policy asks for them: by member and key of the source."""
    weights: dict[MemberId, Power] = field(default_factory=dict)
    """The powers of members that are known, everything that counts for them together."""
    voting: set[MemberId] = field(default_factory=set)
    """Those whose ballot counts now."""
    lenders: Lenders | None = None
    """Who lends to whom, frozen at the opening; None where nobody does."""
    hearers: frozenset[MemberId] = frozenset()
    """The delegators who want to be told how their delegate votes."""

    def holder(self, member: MemberId) -> Holder:
        """What the member brings to this vote, as far as a ballot has said it."""
        ballot = self.ballots.get(member)
        return Holder(
            tuple(self.wallets.get(member, ())),
            frozenset(ballot.roles if ballot else ()),
            self.reputation.get(member, {}),
        )

    def own(self, member: MemberId, powers: Powers) -> Power | None:
        """The member's own power at the snapshot, None while a part of it is not known."""
        power = self.weights.get(member)
        if power is None and self.proposal.opening is not None:
            power = powers.known(self.proposal.opening, self.holder(member)).total
            if power is not None:
                self.weights[member] = power
        return power

    def lend(self, delegations: Sequence[FrozenDelegation]) -> None:
        """Take over what was frozen at the opening."""
        opening = self.proposal.opening
        if delegations and opening is not None and opening.policy.delegation is not None:
            lends = {each.delegator: each.delegate for each in delegations}
            self.lenders = Lenders(lends, opening.policy.delegation.depth)
            self.hearers = frozenset(each.delegator for each in delegations if each.told)

    def delegates_to(self, member: MemberId) -> bool:
        """Whether anybody delegates to the member in this vote, whoever has voted."""
        return self.lenders is not None and self.lenders.are_there_for(member)

    def lent(self, member: MemberId, powers: Powers, voting: Set[MemberId] | None = None) -> Lent | None:
        """What is lent to the member while these vote (None: those who do now); None where nobody delegates to
        them."""
        if self.lenders is None or not self.lenders.are_there_for(member):
            return None
        lenders = self.lenders.of(member, self.voting if voting is None else voting)
        return Lent(len(lenders), _sum(self.own(lender, powers) for lender in lenders))

    def loans(self) -> dict[MemberId, MemberId]:
        """Whose power counts with whose ballot: those who delegated and haven't voted → those who have."""
        if self.lenders is None:
            return {}
        return loans(self.lenders.lends, self.voting, self.lenders.depth)

    def known(self, powers: Powers) -> tuple[list[tuple[Ballot, Power]], list[Loan], set[MemberId]]:
        """What counts and is known: ballots and loans, each with its power; and those who voted with a ballot of whose
        power, own or lent, a part is not known."""
        votes: list[tuple[Ballot, Power]] = []
        lent: list[Loan] = []
        undetermined: set[MemberId] = set()
        for member, ballot in self.ballots.items():
            if ballot.choice is None:
                continue
            if (power := self.own(member, powers)) is None:
                undetermined.add(member)
            else:
                votes.append((ballot, power))
        for delegator, to in self.loans().items():
            if (power := self.own(delegator, powers)) is None:
                undetermined.add(to)
            else:
                lent.append((delegator, to, power))
        return votes, lent, undetermined

    def follow(self, proposal: Proposal) -> None:
        """Take over the proposal's newer facts."""
        if proposal.version > self.proposal.version:
            self.proposal = proposal

    def apply(self, ballots: Iterable[Ballot], claims: Iterable[tuple[Address, MemberId]]) -> None:
        """Follow what has been committed."""
        for wallet, member in claims:
            if wallet not in self.claims:
                self.claims[wallet] = member
                self.wallets.setdefault(member, []).append(wallet)
                self.weights.pop(member, None)
        for ballot in ballots:
            last = self.ballots.get(ballot.member)
            if last is None or last.cast_at <= ballot.cast_at:
                self.ballots[ballot.member] = ballot
                if ballot.choice is None:
                    self.voting.discard(ballot.member)
                else:
                    self.voting.add(ballot.member)
                if last is None or last.roles != ballot.roles:
                    self.weights.pop(ballot.member, None)


@dataclass(frozen=True)
class Standing:
    """The running count of an open vote."""

    result: Result
    """What `folkmoot tally` says of it."""
    undetermined: int
    """Ballots of whose power a part has not been read yet. Without its own power a ballot is in no score; lent power
    counts as far as it is known."""
    lent: Lent | None = None
    """All that is lent to those who have voted, as far as it is known; None where nobody lends anything."""


class Boards:
    def __init__(self, uow: UnitOfWork, powers: Powers, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock
        self._powers = powers
        self._boards: dict[ProposalId, Board] = {}
        self._cards: dict[MessageId, ProposalId | None] = {}
        self._loading = asyncio.Lock()
        self._touched: set[ProposalId] = set()
        self._touch = asyncio.Event()

    def loaded(self, proposal: ProposalId) -> Board | None:
        return self._boards.get(proposal)

    async def get(self, proposal_id: ProposalId) -> Board:
        """Raises ProposalUnknown."""
        if (board := self._boards.get(proposal_id)) is not None:
            return board
        async with self._loading:
            if (board := self._boards.get(proposal_id)) is not None:
                return board
            async with self._uow.reading() as facts:
                board = await self.read(facts, proposal_id)
            if board.proposal.opening:
                await self._powers.load(board.proposal.opening)
                # Kept from the opening on: until then it would miss what is frozen there.
                self._boards[proposal_id] = board
            return board

    async def read(self, facts: Facts, proposal_id: ProposalId) -> Board:
        """The board as the facts have it. Raises ProposalUnknown."""
        proposal = await facts.proposals.get(proposal_id)
        board = Board((await facts.spaces.get(proposal.space)).guild, proposal)
        ballots, claims = await facts.ballots.current(proposal_id), await facts.claims.of(proposal_id)
        board.apply(ballots.values(), claims.items())
        if proposal.rules.delegation:
            board.lend(await facts.delegations.frozen(proposal_id))
        board.reputation = await frozen_reputation(facts, proposal)
        return board

    def touch(self, proposal_id: ProposalId) -> None:
        """What the card of this proposal shows has changed."""
        self._touched.add(proposal_id)
        self._touch.set()

    async def touched(self) -> set[ProposalId]:
        """Waits for changes, and returns the proposals whose cards are to be shown anew."""
        await self._touch.wait()
        self._touch.clear()
        touched, self._touched = self._touched, set()
        return touched

    def drop(self, proposal_id: ProposalId) -> None:
        self._boards.pop(proposal_id, None)

    def keep_only(self, proposals: Collection[ProposalId]) -> None:
        """Drop the boards of all other proposals: of what has come to an end."""
        for proposal in [loaded for loaded in self._boards if loaded not in proposals]:
            self.drop(proposal)

    async def standing(self, proposal_id: ProposalId, opening: Opening) -> Standing:
        """The count so far, of the ballots whose power is known. Raises ProposalUnknown."""
        board = await self.get(proposal_id)
        await self._powers.load(opening)
        votes, lent_to_voters, undetermined = board.known(self._powers)
        lent = None
        if board.lenders:
            lent = Lent(len(lent_to_voters), sum(power for _, _, power in lent_to_voters))
        election = election_of(opening, votes, lent_to_voters)
        if len(votes) <= _COUNTED_AT_ONCE:
            return Standing(tally(election), len(undetermined), lent)
        # In a thread, so that nobody who votes meanwhile waits for a whole count.
        return Standing(await asyncio.to_thread(tally, election), len(undetermined), lent)

    async def proposal_of_card(self, message: MessageId) -> ProposalId | None:
        """The proposal whose card this message is. Remembered, since every reaction anywhere asks it."""
        if message in self._cards:
            return self._cards[message]
        async with self._uow.reading() as facts:
            found = await facts.messages.proposal_of(message)
        proposal = found[0] if found and found[1] == "card" else None
        # A young message may yet become known as a card: where it stands is stored after it is posted.
        if proposal is not None or snowflake_time(message) < self._clock.now() - _SETTLED:
            if len(self._cards) > _CARDS_IN_MEMORY:
                self._cards.clear()
            self._cards[message] = proposal
        return proposal


def _sum(powers: Iterable[Power | None]) -> Power | None:
    """The sum, None where any of them is."""
    total = 0
    for power in powers:
        if power is None:
            return None
        total += power
    return total
