"""A vote that is under way, in memory: what counts in it, and what is known of the powers.

It is a copy: gathered from the facts, it follows each committed batch, and is thrown away freely. The close counts
what it has gathered itself, in its own transaction.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from bot.domain.ballot import Ballot
from bot.domain.delegation.delegation import DelegationGraph, FrozenDelegation, effective_delegations
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, ChainId, GuildId, MemberId, Power
from bot.domain.power import Holder
from bot.domain.proposal import Proposal
from bot.domain.record import EffectiveDelegation
from bot.services.ports import Repositories
from bot.services.power.powers import Powers
from bot.services.reputation.reputation import frozen_reputation


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
    proved: dict[Address, frozenset[ChainId]] = field(default_factory=dict)
    """Of the claimed wallets that are contracts, on which chains each counts."""
    unreadable: dict[Address, ReadFailure] = field(default_factory=dict)
    """Wallets that count for nobody: what they give can't be read at the snapshot, at any time."""
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
    changed: set[MemberId] = field(default_factory=set)
    """Those whose ballot or wallets have changed since the running count looked at them."""

    def holder(self, member: MemberId) -> Holder:
        """What the member brings to this vote, as far as a ballot has said it."""
        ballot = self.ballots.get(member)
        # Roles count with a ballot of one's own: not with one that was withdrawn, whose power may be delegated now.
        roles = ballot.roles if ballot is not None and ballot.choice is not None else ()
        return Holder(
            tuple(self.counting(member)),
            frozenset(roles),
            self.reputation.get(member, {}),
            self.proved,
        )

    def counting(self, member: MemberId) -> list[Address]:
        """The wallets that count for the member."""
        return [wallet for wallet in self.wallets.get(member, ()) if wallet not in self.unreadable]

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
        return [wallet for member in members for wallet in self.counting(member)]

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

    def leave_out(self, wallets: Mapping[Address, ReadFailure]) -> None:
        """These wallets can't be read: they count for nobody from now on."""
        for wallet, failure in wallets.items():
            self.unreadable.setdefault(wallet, failure)
            if (member := self.claims.get(wallet)) is not None:
                self.weights.pop(member, None)
                self.changed.add(member)

    def apply(
        self,
        ballots: Iterable[Ballot],
        claims: Iterable[tuple[Address, MemberId]],
        proved: Mapping[Address, frozenset[ChainId]] | None = None,
    ) -> None:
        """Follow what has been committed."""
        for wallet, chains in (proved or {}).items():
            self.proved.setdefault(wallet, chains)
        for wallet, member in claims:
            if wallet not in self.claims:
                self.claims[wallet] = member
                self.wallets.setdefault(member, []).append(wallet)
                self.weights.pop(member, None)
                self.changed.add(member)
        for ballot in ballots:
            last = self.ballots.get(ballot.member)
            if last is None or last.cast_at <= ballot.cast_at:
                self.ballots[ballot.member] = ballot
                self.changed.add(ballot.member)
                if ballot.choice is None:
                    self.voting.discard(ballot.member)
                else:
                    self.voting.add(ballot.member)
                self.weights.pop(ballot.member, None)


async def gathered(repositories: Repositories, proposal: Proposal) -> LiveVote:
    """Everything of a vote that counts, as the facts have it."""
    live_vote = LiveVote((await repositories.spaces.get(proposal.space)).guild, proposal)
    ballots, claims = (
        await repositories.ballots.current(proposal.id),
        await repositories.claims.of(proposal.id),
    )
    live_vote.apply(ballots.values(), claims.items(), await repositories.claims.proved(proposal.id))
    live_vote.leave_out(await repositories.unreadable_wallets.of(proposal.id))
    if proposal.rules.delegation:
        live_vote.freeze(await repositories.delegations.frozen(proposal.id))
    live_vote.reputation = await frozen_reputation(repositories, proposal)
    return live_vote


def _sum(powers: Iterable[Power | None]) -> Power | None:
    """The sum, None where any of them is."""
    total = 0
    for power in powers:
        if power is None:
            return None
        total += power
    return total
