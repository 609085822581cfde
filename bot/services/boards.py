"""The state of open votes in memory: what the card shows and what a receipt says, without asking the database.

A board is a copy. It is loaded from the facts, follows each committed batch, and is thrown away freely; the
close counts from the facts, never from here.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.ballot import Ballot, snowflake_time
from bot.domain.ids import Address, GuildId, MemberId, MessageId, Power, ProposalId
from bot.domain.power import Holder
from bot.domain.proposal import Opening, Proposal
from bot.domain.record import election_of
from bot.domain.tally import Result, tally
from bot.services.ports import Clock, Facts, UnitOfWork
from bot.services.powers import Powers

_CARDS_IN_MEMORY = 10_000
_SETTLED = timedelta(hours=1)
_COUNTED_AT_ONCE = 200
"""So many ballots are counted in about a millisecond."""


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

    def holder(self, member: MemberId) -> Holder:
        """What the member brings to this vote, as far as a ballot has said it."""
        ballot = self.ballots.get(member)
        return Holder(
            tuple(self.wallets.get(member, ())),
            frozenset(ballot.roles if ballot else ()),
            self.reputation.get(member, {}),
        )

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
                if last is None or last.roles != ballot.roles:
                    self.weights.pop(ballot.member, None)


@dataclass(frozen=True)
class Standing:
    """The running count of an open vote."""

    result: Result
    """What `folkmoot tally` says of it."""
    undetermined: int
    """Ballots whose power has not been read yet; they are in no score."""


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
            self._boards[proposal_id] = board
            return board

    async def read(self, facts: Facts, proposal_id: ProposalId) -> Board:
        """The board as the facts have it. Raises ProposalUnknown."""
        proposal = await facts.proposals.get(proposal_id)
        board = Board((await facts.spaces.get(proposal.space)).guild, proposal)
        ballots, claims = await facts.ballots.current(proposal_id), await facts.claims.of(proposal_id)
        board.apply(ballots.values(), claims.items())
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
        votes: list[tuple[Ballot, Power]] = []
        undetermined = 0
        for member, ballot in board.ballots.items():
            if ballot.choice is None:
                continue
            power = board.weights.get(member)
            if power is None:
                power = self._powers.known(opening, board.holder(member)).total
                if power is None:
                    undetermined += 1
                    continue
                board.weights[member] = power
            votes.append((ballot, power))
        election = election_of(opening, votes)
        if len(votes) <= _COUNTED_AT_ONCE:
            return Standing(tally(election), undetermined)
        # In a thread, so that nobody who votes meanwhile waits for a whole count.
        return Standing(await asyncio.to_thread(tally, election), undetermined)

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
