"""What a ballot would weigh before it is cast, and whether it can be paid where votes are bought."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from bot.domain.accounts.claims import Claims
from bot.domain.accounts.mandate import Uncovered
from bot.domain.accounts.wallet import Wallet, covered, uncovered
from bot.domain.ballot_formats.giving import price_of
from bot.domain.elections.choices import check_choice
from bot.domain.elections.evidence import SignedOn, signed_on
from bot.domain.errors import AboveBudget, VotingNotOpen
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, ChainId, MemberId, Power, ProposalId, RoleId
from bot.domain.power import Holder
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.state import state
from bot.services.ports import Clock, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.voting.casting.vote_request import VoteRequest
from bot.services.voting.live.live_vote import Joining, LiveVote, contracts
from bot.services.voting.live.live_votes import LiveVotes
from bot.services.voting.live.power_reads import PowerReads

_LEAST_WAIT = timedelta(seconds=1)
"""Well within the grace in which the close waits for ballots that are on their way."""


class Budgets(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    live_votes: LiveVotes
    powers: Powers
    reads: PowerReads
    clock: Clock
    weighing: set["asyncio.Task[Power | None]"] = msgspec.field(default_factory=set)
    """What is being read for ballots; it goes on where a ballot can't wait for it."""

    async def check(self, live_vote: LiveVote, vote: VoteRequest) -> None:
        """Raises AboveBudget for votes that cost more than the voter is known to have; NotOnBallot, BallotUnclear
        and VotingNotOpen for what can't have a price.

        The chain is asked first, so that no ballot replaces a valid one and is found too dear later. Who has nothing
        at all is told why when the ballot is stored; what can't be read, or not before the vote is over, is left to
        the count.
        """
        policy = live_vote.proposal.rules
        cost = price_of(policy)
        if cost is None or live_vote.guild != vote.guild:
            return
        check_choice(live_vote.proposal.number, policy, vote.choice)
        power, price = await self._in_time(live_vote, vote), cost(vote.choice)
        if power and price > power:
            raise AboveBudget(
                live_vote.proposal.number, price, power, policy.power.symbol, policy.power.decimals
            )

    async def _in_time(self, live_vote: LiveVote, vote: VoteRequest) -> Power | None:
        """What the ballot would weigh; None while a part of it is not known, also where the chain takes so long that
        the ballot, which was made in time, would come too late to be stored."""
        now = self.clock.now()
        ends_at = live_vote.proposal.ends_at(now)
        left = max(_LEAST_WAIT, ends_at - now).total_seconds() if ends_at else None
        signers = signed_on(vote.evidence) if live_vote.takes_signed else None
        weighing = asyncio.create_task(
            self._weight(live_vote, vote.member, vote.roles, read=True, signers=signers)
        )
        self.weighing.add(weighing)
        weighing.add_done_callback(self.weighing.discard)
        await asyncio.wait({weighing}, timeout=left)
        return weighing.result() if weighing.done() else None

    async def known(
        self, proposal: ProposalId, member: MemberId, roles: frozenset[RoleId]
    ) -> tuple[Opening, Power | None]:
        """What a ballot of the member would weigh now, as far as it is known without asking a chain, in base units.

        Raises ProposalUnknown, VotingNotOpen.
        """
        live_vote = await self.live_votes.get(proposal)
        return self._opening(live_vote), await self._weight(live_vote, member, roles, read=False)

    async def _weight(
        self,
        live_vote: LiveVote,
        member: MemberId,
        roles: frozenset[RoleId],
        *,
        read: bool,
        signers: SignedOn | None = None,
    ) -> Power | None:
        """Own power and what is delegated; None while a part of it is not known. `signers`: the wallets that have
        signed the ballot, where only these count."""
        opening, now = self._opening(live_vote), self.clock.now()
        held = await holder_of(self.uow, live_vote, opening, member, roles, now)
        held = held if signers is None else held.only(signers)
        if read:
            await self.reads.of_ballot(
                live_vote, member, held.holder.wallets, asking=member, joining=held.joining(now)
            )
            held = await holder_of(self.uow, live_vote, opening, member, roles, now)
            held = held if signers is None else held.only(signers)
        # A new ballot has the roles of now, and not those of the one that it replaces.
        own = self.powers.known(opening, replace(held.holder, roles=roles & opening.policy.power.roles))
        delegated_power = live_vote.delegated_power(member, self.powers, joining=held.joining(now))
        from_others = delegated_power.power if delegated_power else 0
        return None if own.total is None or from_others is None else own.total + from_others

    def _opening(self, live_vote: LiveVote) -> Opening:
        proposal = live_vote.proposal
        if proposal.opening is None:
            raise VotingNotOpen(proposal.number, state(proposal, self.clock.now()), proposal.opens_at)
        return proposal.opening


class Held(msgspec.Struct, frozen=True):
    """What a member would bring to a vote with all that they have linked."""

    holder: Holder
    elsewhere: Mapping[Address, MemberId]
    """Which of their wallets count for somebody else: for whom."""
    unreadable: Mapping[Address, ReadFailure]
    """Which of their wallets count for nobody, since what they hold can't be read."""
    unlinked: tuple[Address, ...] = ()
    """Which wallets counted for them, and don't since they were unlinked."""
    uncovered: Mapping[Address, Uncovered] = msgspec.field(default_factory=dict)
    """Which of their wallets don't count by their mandates, and why."""

    claims: Claims = msgspec.field(default_factory=Claims)
    """With those that would come with a ballot of theirs."""

    def only(self, signers: SignedOn) -> "Held":
        """With those of the wallets that have signed, each where it has."""
        wallets = tuple(wallet for wallet in self.holder.wallets if wallet in signers)
        chains = {
            wallet: on & {signers[wallet]} for wallet, on in self.holder.chains.items() if wallet in signers
        }
        return replace(self, holder=replace(self.holder, wallets=wallets, chains=chains))

    def joining(self, at: datetime) -> Joining:
        """What would count in the vote with a ballot that they cast at that time."""
        return Joining(self.claims, at)


async def holder_of(
    uow: UnitOfWork,
    live_vote: LiveVote,
    opening: Opening,
    member: MemberId,
    roles: frozenset[RoleId],
    at: datetime | None,
) -> Held:
    """What the member would bring to the vote with all that they have linked: with a ballot that is cast at that time,
    or (None) with the one that stands.

    Who has voted has the roles that were read then; anybody else those that they have now, which are given here.
    """
    async with uow.reading() as repositories:
        linked = (await repositories.wallets.of_members(live_vote.guild, [member])).get(member, [])
    counting = covered(linked, opening.at, opening.policy.trust)
    new = [
        claim
        for wallet in counting
        if live_vote.left_out(wallet.address, wallet.chains) is None
        for claim in live_vote.claims.unclaimed(wallet)
    ]
    claims = live_vote.claims.joined(new)
    mine = claims.wallets(member)
    # Whatever has signed already: any of them may sign the next ballot.
    held = live_vote.held(member, at, claims, unsigned=True)
    without = {
        wallet: why
        for wallet, why in uncovered(linked, opening.at, opening.policy.trust).items()
        if wallet not in mine
    }
    unreadable = {
        wallet.address: failure
        for wallet in counting
        if wallet.address not in held
        and (failure := live_vote.left_out(wallet.address, wallet.chains)) is not None
    } | live_vote.unreadable_of(member)
    elsewhere = {
        wallet.address: owner
        for wallet in counting
        if wallet.address not in mine and wallet.address not in unreadable
        if (owner := _instead(live_vote.claims, wallet)) is not None
    }
    unlinked = tuple(wallet for wallet in mine if wallet not in held and wallet not in unreadable)
    holder = live_vote.holder(member)
    holder = replace(holder, wallets=tuple(held), chains=contracts(held))
    if member not in live_vote.voting:
        holder = replace(holder, roles=roles & opening.policy.power.roles)
    return Held(holder, elsewhere, unreadable, unlinked, without, claims)


def _instead(claims: Claims, wallet: Wallet) -> MemberId | None:
    """For whom a wallet counts that counts for its member nowhere in the vote."""
    chains: list[ChainId | None] = [
        None,
        *(claims.chains if wallet.chains is None else sorted(wallet.chains)),
    ]
    owners = (claims.member(wallet.address, chain) for chain in chains)
    return next((owner for owner in owners if owner is not None), None)
