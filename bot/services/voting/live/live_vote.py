"""A vote that is under way, in memory: what counts in it, and what is known of the powers.

It is a copy: gathered from the facts, it follows each committed batch, and is thrown away freely. The close counts
what it has gathered itself, in its own transaction.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from bot.domain.accounts.claims import Claim, Claims
from bot.domain.accounts.unlinked import Unlinked
from bot.domain.delegation.caps import NO_CAPS, Caps
from bot.domain.delegation.delegate_registry import WalletDelegations, WalletRoute
from bot.domain.delegation.delegation import Delegator, FrozenDelegation
from bot.domain.delegation.delegation_graph import DelegationGraph
from bot.domain.delegation.shares import DelegatedShare, Split, shares_of
from bot.domain.elections.ballot import Ballot, BallotIdentity
from bot.domain.elections.evidence import SignedOn
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, ChainId, MemberId, Power
from bot.domain.power import Holder, account_days
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.record import EffectiveDelegation, VotingPart, parts_of
from bot.services.power.powers import Powers
from bot.services.voting.live.counting_wallets import CountingWallets

_PORTION = 200
"""So many are weighed in one turn of the event loop: some milliseconds."""


class DelegatedPower(msgspec.Struct, frozen=True):
    """What others delegate to a member (or to all who have voted) at some time in a vote."""

    delegators: int
    power: Power | None
    """None while any part of it is undetermined."""
    wallets: int = 0
    """So many of the delegators are wallets that delegated on chain; the others are members."""
    over: Power = 0
    """What is delegated beyond the most that counts with one ballot; `power` is without it."""


class Joining(msgspec.Struct, frozen=True):
    """What counts in a vote as soon as a ballot is stored."""

    claims: Claims
    """With those that come with it."""
    at: datetime | None = None
    """When the ballot is cast; None: it is the one that stands."""


@dataclass
class LiveVote(CountingWallets):
    """The wallets that count, with what they and the delegated powers are worth."""

    reputation: Mapping[MemberId, Mapping[str, int]] = field(default_factory=dict)
    """The ledger's balances at the opening, where the policy asks for them: by member and key of the source."""
    weights: dict[Delegator, Power] = field(default_factory=dict)
    """The powers of members that are known, everything that counts for them together; and those of wallets that
    delegated on chain, each by itself."""
    voting: set[MemberId] = field(default_factory=set)
    """Those whose ballot counts now."""
    delegations: Sequence[FrozenDelegation] = ()
    """What was frozen at the opening."""
    own_caps: Mapping[MemberId, Power] = field(default_factory=dict)
    """What delegates accept at most, frozen at the opening."""
    delegation_graph: DelegationGraph | None = None
    """Who delegates to whom, frozen at the opening; None where nobody does."""
    wallet_delegations: WalletDelegations | None = None
    """Which wallets delegate to which on chain, frozen at the opening; None where none does, or it doesn't count."""
    changed: set[MemberId] = field(default_factory=set)
    """Those whose ballot or wallets have changed since the running count looked at them."""

    def holder(self, whose: Delegator, at: datetime | None = None) -> Holder:
        """What a member brings to this vote, as far as a ballot has said it; or what a wallet does that delegated on
        chain. `at`: see `counting`."""
        if isinstance(whose, str):
            return self._wallet_alone(whose)
        member = whose
        ballot = self.ballots.get(member)
        # Roles count with a ballot of one's own: not with one that was withdrawn, whose power may be delegated now.
        roles = ballot.roles if ballot is not None and ballot.choice is not None else ()
        held = self.held(member, at)
        return Holder(
            tuple(held),
            frozenset(roles),
            self.reputation.get(member, {}),
            contracts(held),
            self.account_days(member),
        )

    def account_days(self, member: MemberId) -> int:
        """How old the member's account was at the opening, in days."""
        opening = self.proposal.opening
        return account_days(member, opening.at) if opening else 0

    def _wallet_alone(self, wallet: Address) -> Holder:
        chains = self._chains_of_delegation(wallet)
        return Holder(tuple(self.counting(wallet)), chains={} if chains is None else {wallet: chains})

    def _chains_of_delegation(self, wallet: Address) -> frozenset[ChainId] | None:
        return self.wallet_delegations.chains(wallet) if self.wallet_delegations else None

    def counting(self, whose: Delegator, at: datetime | None = None) -> list[Address]:
        """The wallets that count for the member, with a ballot that is cast at that time, or (None) with the one that
        stands; of a wallet that delegated on chain, itself."""
        if isinstance(whose, str):
            return [] if self.left_out(whose, self._chains_of_delegation(whose)) else [whose]
        return list(self.held(whose, at))

    def own(self, whose: Delegator, powers: Powers) -> Power | None:
        """The own power of a member (or a wallet) at the snapshot, None while a part of it is not known."""
        power, opening = self.weights.get(whose), self.proposal.opening
        if power is None and opening is not None:
            holder = self.holder(whose)
            if isinstance(whose, str) and powers.is_missing(opening, holder):
                return None
            power = powers.known(opening, holder).total
            if power is not None:
                self.weights[whose] = power
        return power

    async def weigh(self, powers: Powers) -> None:
        """Have the powers at hand of all whose power may count, as far as they are known, in portions: everything else
        has its turn between them, however many delegate to one."""
        members = self.delegation_graph.delegators if self.delegation_graph else ()
        wallets = (
            [each.wallet for each in self.wallet_delegations.delegations] if self.wallet_delegations else []
        )
        everyone: list[Delegator] = [*self.voting, *members, *wallets]
        unknown = [each for each in everyone if each not in self.weights]
        for start in range(0, len(unknown), _PORTION):
            for each in unknown[start : start + _PORTION]:
                self.own(each, powers)
            await asyncio.sleep(0)

    def freeze(self, delegations: Sequence[FrozenDelegation], own_caps: Mapping[MemberId, Power]) -> None:
        """Take over what was frozen at the opening."""
        opening = self.proposal.opening
        self.delegations, self.own_caps = delegations, own_caps
        if delegations and opening is not None and opening.policy.delegation is not None:
            self.delegation_graph = DelegationGraph(delegations, opening.policy.delegation.depth)

    @property
    def caps(self) -> Caps:
        """The most that is delegated to one member in this vote."""
        opening = self.proposal.opening
        rule = opening.policy.delegation if opening else None
        return Caps(rule.cap_of(opening.total_power), self.own_caps) if opening and rule else NO_CAPS

    @property
    def delegated(self) -> bool:
        """Whether anybody delegates anything in this vote."""
        return self.delegation_graph is not None or self.wallet_delegations is not None

    def delegates_to(self, member: MemberId) -> bool:
        """Whether any member delegates to the member in this vote, whoever has voted."""
        return self.delegation_graph is not None and self.delegation_graph.has_delegators(member)

    def delegates_of(self, member: MemberId) -> tuple[MemberId, ...]:
        """To whom the member delegates in this vote, the one who gets most first."""
        made = self.delegation_graph.made_by(member) if self.delegation_graph else ()
        return tuple(each.delegate for each in made)

    def delegators_of(
        self, member: MemberId, voting: Set[MemberId] | None = None, joining: Joining | None = None
    ) -> dict[Delegator, Split]:
        """Whose power counts with the member's ballot, if they cast one while these vote (None: those who do now), and
        which part of it.

        `joining`: what comes to count for members beside what does already. First members, then wallets.
        """
        voting = self.voting if voting is None else voting
        found: dict[Delegator, Split] = {}
        if self.delegation_graph is not None:
            found.update(self.delegation_graph.of(member, voting))
        routes = [each for each in self.routes(joining, member) if each.counts(voting | {member})]
        return found | {each.wallet: Split((each.to,)) for each in routes}

    def routes(self, joining: Joining | None = None, member: MemberId | None = None) -> Iterable[WalletRoute]:
        """On which ways power goes that was delegated on chain: to wallets of the member, or (None) in the whole
        vote."""
        if self.wallet_delegations is None:
            return ()
        claims, at = (joining.claims, joining.at) if joining else (self.claims, None)
        wallets = None if member is None else claims.wallets(member)
        delegating = self.delegation_graph.delegators if self.delegation_graph else ()
        gone = {
            claim
            for claim in self.unlinked
            if claim in claims and not self.has_kept(claim, at if claim.member == member else None)
        }
        return self.wallet_delegations.routes(claims, delegating, wallets, gone)

    def delegated_power(
        self,
        member: MemberId,
        powers: Powers,
        voting: Set[MemberId] | None = None,
        joining: Joining | None = None,
    ) -> DelegatedPower | None:
        """What is delegated to the member, see `delegators_of`; None where nobody delegates to them."""
        delegated = self.delegated_to(member, powers, voting, joining)
        if not delegated and not self.delegates_to(member):
            return None
        power = _sum(power for _, power in delegated)
        over = 0 if power is None else power - self.caps.cut(member, power)
        return DelegatedPower(
            len(delegated),
            None if power is None else power - over,
            sum(isinstance(delegator, str) for delegator, _ in delegated),
            over,
        )

    def delegated_to(
        self,
        member: MemberId,
        powers: Powers,
        voting: Set[MemberId] | None = None,
        joining: Joining | None = None,
    ) -> list[tuple[Delegator, Power | None]]:
        """Whose power counts with the member's ballot, see `delegators_of`, and how much, before the cap; None while it
        isn't known.

        Wallets that have none are left out: anybody can make thousands of them.
        """
        weighed: list[tuple[Delegator, Power | None]] = []
        for delegator, split in self.delegators_of(member, voting, joining).items():
            power = self.own(delegator, powers)
            weighed.append((delegator, None if power is None else split.amounts(power).get(member, 0)))
        return [(delegator, power) for delegator, power in weighed if counts_for_something(delegator, power)]

    def effective_delegations(
        self, voting: Set[MemberId] | None = None, joining: Joining | None = None
    ) -> dict[Delegator, Split]:
        """Whose power counts with whose ballots: of those who delegated and haven't voted. `voting` and `joining`: see
        `delegators_of`."""
        voting = self.voting if voting is None else voting
        found: dict[Delegator, Split] = {}
        if self.delegation_graph is not None:
            found.update(self.delegation_graph.effective(voting))
        return found | {
            each.wallet: Split((each.to,)) for each in self.routes(joining) if each.counts(voting)
        }

    def delegated_shares(self, effective: Mapping[Delegator, Split], powers: Powers) -> list[DelegatedShare]:
        """How much of these counts with whose ballot, as far as it is known."""
        known = {each: power for each in effective if (power := self.own(each, powers)) is not None}
        return shares_of(effective, known, self.caps)

    def wallets_that_count(self) -> list[Address]:
        """Those of all who voted, and of those who delegate them their power."""
        counting: list[Delegator] = [*self.voting, *self.effective_delegations()]
        return [wallet for each in counting for wallet in self.counting(each)]

    def known(
        self, powers: Powers
    ) -> tuple[list[tuple[Ballot, Power]], list[EffectiveDelegation], set[MemberId]]:
        """What counts and is known: ballots and delegated powers, each with its power; and those who voted with
        a ballot of whose power, own or delegated, a part is not known."""
        votes: list[tuple[Ballot, Power]] = []
        undetermined: set[MemberId] = set()
        for member, ballot in self.ballots.items():
            if ballot.choice is None:
                continue
            if (power := self.own(member, powers)) is None:
                undetermined.add(member)
            else:
                votes.append((ballot, power))
        effective = self.effective_delegations()
        for delegator, split in effective.items():
            if self.own(delegator, powers) is None:
                undetermined.update(split.to)
        delegated_power = [
            (share.delegator, share.to, share.counts)
            for share in self.delegated_shares(effective, powers)
            if counts_for_something(share.delegator, share.whole)
        ]
        return votes, delegated_power, undetermined

    def parts(self, powers: Powers) -> list[VotingPart]:
        """What of the known powers of those who voted is for another choice than their ballot says."""
        return [
            part
            for member, ballot in self.ballots.items()
            if ballot.apart
            for part in self.parts_of(member, powers)
        ]

    def parts_of(self, member: MemberId, powers: Powers) -> list[VotingPart]:
        """The same of one member."""
        ballot, opening = self.ballots.get(member), self.proposal.opening
        if ballot is None or not ballot.apart or opening is None:
            return []
        return parts_of(ballot, powers.known(opening, self.holder(member)))

    def follow(self, proposal: Proposal) -> None:
        """Take over the proposal's newer facts."""
        if proposal.version > self.proposal.version:
            self.proposal = proposal
            self.claims.chains = proposal.rules.power.chains

    def leave_out(self, wallets: Mapping[tuple[Address, ChainId], ReadFailure]) -> None:
        """What these wallets have on these chains can't be read: where they would count there, they count for nobody
        from now on."""
        for (wallet, chain), failure in wallets.items():
            self.unreadable.setdefault(wallet, {}).setdefault(chain, failure)
            self.weights.pop(wallet, None)
            for member in self.claims.members(wallet):
                self.weights.pop(member, None)
                self.changed.add(member)

    def take_off(self, unlinked: Mapping[Claim, Sequence[Unlinked]]) -> None:
        """Follow what has been unlinked since the opening, of which this is all."""
        for claim, gaps in unlinked.items():
            if claim in self.claims and gaps != self.unlinked.get(claim):
                self.weights.pop(claim.wallet, None)
                self.weights.pop(claim.member, None)
                self.changed.add(claim.member)
        self.unlinked = unlinked

    def apply(
        self,
        ballots: Iterable[Ballot],
        claimed: Iterable[Claim],
        signers: Mapping[BallotIdentity, SignedOn] | None = None,
    ) -> None:
        """Follow what has been committed."""
        self.signers.update(signers or {})
        for claim in self.claims.add(claimed):
            self.weights.pop(claim.member, None)
            self.changed.add(claim.member)
        for ballot in ballots:
            last = self.ballots.get(ballot.member)
            if last is None or last.rank <= ballot.rank:
                self.ballots[ballot.member] = ballot
                self.changed.add(ballot.member)
                if ballot.choice is None:
                    self.voting.discard(ballot.member)
                else:
                    self.voting.add(ballot.member)
                self.weights.pop(ballot.member, None)


def contracts(held: Mapping[Address, frozenset[ChainId] | None]) -> dict[Address, frozenset[ChainId]]:
    """Of those of the wallets that don't count on all chains: on which they do."""
    return {wallet: chains for wallet, chains in held.items() if chains is not None}


def counts_for_something(delegator: Delegator, power: Power | None) -> bool:
    """Whether it is worth a line: not a wallet that is known to have nothing."""
    return power != 0 or not isinstance(delegator, str)


def _sum(powers: Iterable[Power | None]) -> Power | None:
    """The sum, None where any of them is."""
    total = 0
    for power in powers:
        if power is None:
            return None
        total += power
    return total
