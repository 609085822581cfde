"""The state of open votes in memory: what the card shows and what a receipt says, without asking the database.

A board is a copy. It is loaded from the facts, follows each committed batch, and is thrown away freely; the
close counts from the facts, never from here.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.ballot import Ballot, snowflake_time
from bot.domain.delegation.delegation import DelegationGraph, FrozenDelegation, effective_delegations
from bot.domain.ids import Address, GuildId, MemberId, MessageId, Power, ProposalId
from bot.domain.power import Holder
from bot.domain.proposal import Opening, Proposal
from bot.domain.record import EffectiveDelegation, election_of
from bot.domain.tally import Result, tally
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.reputation.reputation import frozen_reputation

_CARDS_IN_MEMORY = 10_000
_SETTLED = timedelta(hours=1)
_COUNTED_AT_ONCE = 200
"""So many ballots are counted in about a millisecond."""


@dataclass(frozen=True, slots=True)
class DelegatedPower:
    """What others delegate to a member (or to all who have voted) at some time in a vote."""

    delegators: int
    power: Power | None
    """None while any part of it is undetermined."""


@dataclass
class LiveVote:
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
    delegations: Sequence[FrozenDelegation] = ()
    """What was frozen at the opening."""
    delegation_graph: DelegationGraph | None = None
    """Who delegates to whom, frozen at the opening; None where nobody does."""
    subscribers: frozenset[MemberId] = frozenset()
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

    def freeze(self, delegations: Sequence[FrozenDelegation]) -> None:
        """Take over what was frozen at the opening."""
        opening = self.proposal.opening
        self.delegations = delegations
        if delegations and opening is not None and opening.policy.delegation is not None:
            delegate_of = {each.delegator: each.delegate for each in delegations}
            self.delegation_graph = DelegationGraph(delegate_of, opening.policy.delegation.depth)
            self.subscribers = frozenset(each.delegator for each in delegations if each.notify)

    def delegates_to(self, member: MemberId) -> bool:
        """Whether anybody delegates to the member in this vote, whoever has voted."""
        return self.delegation_graph is not None and self.delegation_graph.has_delegators(member)

    def delegated_power(
        self, member: MemberId, powers: Powers, voting: Set[MemberId] | None = None
    ) -> DelegatedPower | None:
        """What is delegated to the member while these vote (None: those who do now); None where nobody delegates to
        them."""
        if self.delegation_graph is None or not self.delegation_graph.has_delegators(member):
            return None
        delegation_graph = self.delegation_graph.of(member, self.voting if voting is None else voting)
        return DelegatedPower(
            len(delegation_graph), _sum(self.own(delegator, powers) for delegator in delegation_graph)
        )

    def effective_delegations(self) -> dict[MemberId, MemberId]:
        """Whose power counts with whose ballot: those who delegated and haven't voted → those who have."""
        if self.delegation_graph is None:
            return {}
        return effective_delegations(
            self.delegation_graph.delegate_of, self.voting, self.delegation_graph.depth
        )

    def wallets_that_count(self) -> list[Address]:
        """Those of all who voted, and of those who delegate them their power."""
        members = [*self.voting, *self.effective_delegations()]
        return [wallet for member in members for wallet in self.wallets.get(member, ())]

    def known(
        self, powers: Powers
    ) -> tuple[list[tuple[Ballot, Power]], list[EffectiveDelegation], set[MemberId]]:
        """What counts and is known: ballots and delegated powers, each with its power; and those who voted with
        a ballot of whose power, own or delegated, a part is not known."""
        votes: list[tuple[Ballot, Power]] = []
        delegated_power: list[EffectiveDelegation] = []
        undetermined: set[MemberId] = set()
        for member, ballot in self.ballots.items():
            if ballot.choice is None:
                continue
            if (power := self.own(member, powers)) is None:
                undetermined.add(member)
            else:
                votes.append((ballot, power))
        for delegator, to in self.effective_delegations().items():
            if (power := self.own(delegator, powers)) is None:
                undetermined.add(to)
            else:
                delegated_power.append((delegator, to, power))
        return votes, delegated_power, undetermined

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


async def gathered(repositories: Repositories, proposal: Proposal) -> LiveVote:
    """Everything of a vote that counts, as the facts have it."""
    live_vote = LiveVote((await repositories.spaces.get(proposal.space)).guild, proposal)
    ballots, claims = (
        await repositories.ballots.current(proposal.id),
        await repositories.claims.of(proposal.id),
    )
    live_vote.apply(ballots.values(), claims.items())
    if proposal.rules.delegation:
        live_vote.freeze(await repositories.delegations.frozen(proposal.id))
    live_vote.reputation = await frozen_reputation(repositories, proposal)
    return live_vote


@dataclass(frozen=True)
class RunningTally:
    """The running count of an open vote."""

    result: Result
    """What `folkmoot tally` says of it."""
    undetermined: int
    """Ballots of whose power a part has not been read yet. Without its own power a ballot is in no score; delegated
    power counts as far as it is known."""
    delegated_power: DelegatedPower | None = None
    """All that is delegated to those who have voted, as far as it is known; None where nobody delegates anything."""


class LiveVotes:
    def __init__(self, uow: UnitOfWork, powers: Powers, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock
        self._powers = powers
        self._live_votes: dict[ProposalId, LiveVote] = {}
        self._cards: dict[MessageId, ProposalId | None] = {}
        self._loading: dict[ProposalId, asyncio.Task[LiveVote]] = {}
        self._on_end: list[Callable[[ProposalId], object]] = []
        self._touched: set[ProposalId] = set()
        self._touch = asyncio.Event()

    def loaded(self, proposal: ProposalId) -> LiveVote | None:
        return self._live_votes.get(proposal)

    async def get(self, proposal_id: ProposalId) -> LiveVote:
        """Raises ProposalUnknown."""
        if (live_vote := self._live_votes.get(proposal_id)) is not None:
            return live_vote
        # One loads for all who ask for the same vote; nobody waits for another one.
        loading = self._loading.get(proposal_id)
        if loading is None:
            loading = self._loading[proposal_id] = asyncio.create_task(self._load(proposal_id))
        return await asyncio.shield(loading)

    async def _load(self, proposal_id: ProposalId) -> LiveVote:
        this = asyncio.current_task()
        try:
            async with self._uow.reading() as repositories:
                live_vote = await gathered(repositories, await repositories.proposals.get(proposal_id))
            if live_vote.proposal.opening:
                await self._powers.load(live_vote.proposal.opening)
            # Kept from the opening on, when everything is frozen, until the end, which may have come meanwhile.
            if live_vote.proposal.undecided and self._loading.get(proposal_id) is this:
                self._live_votes[proposal_id] = live_vote
            return live_vote
        finally:
            if self._loading.get(proposal_id) is this:
                del self._loading[proposal_id]

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

    def end(self, proposal_id: ProposalId) -> None:
        """The proposal has come to an end: nothing of it stays in memory."""
        self._live_votes.pop(proposal_id, None)
        self._loading.pop(proposal_id, None)
        for forget in self._on_end:
            forget(proposal_id)

    def on_end(self, forget: Callable[[ProposalId], object]) -> None:
        """Call this, too, when a proposal has come to an end."""
        self._on_end.append(forget)

    async def running_tally(self, proposal_id: ProposalId, opening: Opening) -> RunningTally:
        """The count so far, of the ballots whose power is known. Raises ProposalUnknown."""
        live_vote = await self.get(proposal_id)
        await self._powers.load(opening)
        votes, delegated_to_voters, undetermined = live_vote.known(self._powers)
        delegated_power = None
        if live_vote.delegation_graph:
            delegated_power = DelegatedPower(
                len(delegated_to_voters), sum(power for _, _, power in delegated_to_voters)
            )
        election = election_of(opening, votes, delegated_to_voters)
        if len(votes) <= _COUNTED_AT_ONCE:
            return RunningTally(tally(election), len(undetermined), delegated_power)
        # In a thread, so that nobody who votes meanwhile waits for a whole count.
        return RunningTally(await asyncio.to_thread(tally, election), len(undetermined), delegated_power)

    async def proposal_of_card(self, message: MessageId) -> ProposalId | None:
        """The proposal whose card this message is. Remembered, since every reaction anywhere asks it."""
        if message in self._cards:
            return self._cards[message]
        async with self._uow.reading() as repositories:
            found = await repositories.messages.proposal_of(message)
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
