"""What a member finds of their own ballot, before and after they cast it."""

from datetime import datetime
from typing import Any

import msgspec

from bot.domain.elections.ballot import Ballot
from bot.domain.elections.choices import describe
from bot.domain.elections.evidence import Evidence
from bot.domain.errors import StakeInstead, VotingNotOpen
from bot.domain.ids import Address, GuildId, MemberId, ProposalId, ProposalNumber
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.services.ports import Clock, UnitOfWork
from bot.services.proposals.listing import Listed, Listing
from bot.services.proposals.visibility import visible
from bot.services.voting.casting.eligibility import check_changeable, check_trust
from bot.services.voting.casting.receipt import Receipt
from bot.services.voting.casting.voting import Voting
from bot.services.voting.live.live_vote import LiveVote
from bot.services.voting.live.live_votes import LiveVotes
from bot.services.wallets.page_links import PageLinks


class OpenBallot(msgspec.Struct, frozen=True):
    """An open vote as one member finds it; `choice` is what their ballot says now, None where they have none."""

    proposal: Proposal
    choice: Any


class EarlierBallot(msgspec.Struct, frozen=True):
    """A ballot that was cast before; `replaced_by` is what the member's vote says now, in words, where it has changed
    since."""

    number: ProposalNumber
    """The proposal's."""
    choice: Any
    replaced_by: str | None


class VotedFor(msgspec.Struct, frozen=True):
    """Who votes with the power of a member who has not voted."""

    member: MemberId
    """The one who has voted; the delegate where nobody has yet."""
    voted: bool
    choice: str | None
    """In words; None where nobody has voted, and while choices are hidden."""


class WalletVotedFor(msgspec.Struct, frozen=True):
    """Who votes with the power of a wallet that was delegated in a registry on chain when the vote opened."""

    wallet: Address
    delegate: Address
    """The wallet to which it was delegated."""
    voter: MemberId | None
    """The one who has voted with it; None where nobody has."""
    choice: str | None
    """In words; None where nobody has voted, and while choices are hidden."""


class OwnVote(msgspec.Struct, frozen=True):
    """One vote as a member finds it again: their ballot, or who votes for them."""

    listed: Listed
    receipt: Receipt | None
    voted_for: tuple[VotedFor, ...]
    """Those who vote with the member's power, or could and haven't; several where it is split among them."""
    by_wallet: tuple[WalletVotedFor, ...] = ()
    """Where neither the member nor a delegate of theirs in the server votes for them."""
    conflict: str = ""
    """The conflict of interest that the member declared; empty for none."""


def _choice_of(voter: MemberId | None, live_vote: LiveVote) -> str | None:
    """What somebody has voted, in words; None while choices are hidden."""
    proposal = live_vote.proposal
    if voter is None or (proposal.rules.privacy == "after_close" and proposal.closing is None):
        return None
    return describe(proposal.rules, live_vote.ballots[voter].choice)


class OwnBallots(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    listing: Listing
    live_votes: LiveVotes
    voting: Voting
    clock: Clock
    page_links: PageLinks

    async def to_fill_in(
        self,
        guild: GuildId,
        proposal_id: ProposalId,
        member: MemberId,
        at: datetime,
        evidence: Evidence | None = None,
    ) -> OpenBallot:
        """The vote, if the member could cast or change a ballot in it at this time, which is that of Discord, the same
        way as they have asked for it: nobody fills in a form for nothing. `evidence` is what the asking brings along.

        Raises ProposalUnknown, VotingNotOpen, VotingPaused, VotingOver, VotedAlready, BelowTrust.
        """
        proposal, ballot = await self._found(guild, proposal_id, member)
        check_changeable(proposal, ballot, at)
        check_trust(proposal, proposal.rules, evidence, self.page_links)
        return OpenBallot(proposal, ballot.choice if ballot else None)

    async def to_cast(
        self,
        guild: GuildId,
        proposal_id: ProposalId,
        member: MemberId,
        at: datetime,
        evidence: Evidence | None = None,
    ) -> OpenBallot:
        """The vote, if it was open at this time, which is that of Discord. `evidence` is what the asking brings along.

        Raises ProposalUnknown, VotingNotOpen, StakeInstead, BelowTrust.
        """
        proposal, ballot = await self._found(guild, proposal_id, member)
        if (current := state(proposal, at)) is not State.VOTING:
            raise VotingNotOpen(proposal.number, current, proposal.opens_at)
        if proposal.rules.open_ended:
            raise StakeInstead(proposal.number)
        check_trust(proposal, proposal.rules, evidence, self.page_links)
        return OpenBallot(proposal, ballot.choice if ballot else None)

    async def earlier(
        self, proposal_id: ProposalId, member: MemberId, *, receipt: str = "", choice: int = 0
    ) -> EarlierBallot:
        """The ballot that is named by its receipt or by the number of its choice. A reason that is given for it must
        not bring back what was replaced. Raises ProposalUnknown."""
        live_vote = await self.live_votes.get(proposal_id)
        ballot, number = live_vote.ballots.get(member), live_vote.proposal.number
        if receipt:
            opening = live_vote.proposal.opening
            if ballot is not None and opening and ballot.receipt(opening.pseudonyms) == receipt:
                return EarlierBallot(number, ballot.choice, None)
        elif ballot is None or ballot.choice == choice:
            return EarlierBallot(number, choice, None)
        now = describe(live_vote.proposal.rules, ballot.choice if ballot else None)
        return EarlierBallot(number, None, now)

    async def of_open_votes(self, guild: GuildId, member: MemberId) -> list[OwnVote]:
        """The member's votes wherever one is open or paused, the newest first."""
        found = await self.listing.open_votes(guild)
        return [await self._own_vote(guild, each, member) for each in found]

    async def of_vote(self, guild: GuildId, proposal_id: ProposalId, member: MemberId) -> OwnVote:
        """The member's vote on one proposal. Raises ProposalUnknown."""
        async with self.uow.reading() as repositories:
            proposal = await visible(repositories, proposal_id, guild, None)
            (found,) = await self.listing.listed(repositories, [proposal])
        return await self._own_vote(guild, found, member)

    async def _own_vote(self, guild: GuildId, listed: Listed, member: MemberId) -> OwnVote:
        async with self.uow.reading() as repositories:
            declared = await repositories.conflicts.of_member(listed.proposal.id, member)
        conflict = declared.text if declared else ""
        receipt = await self.voting.mine(guild, listed.proposal.id, member)
        if receipt:
            return OwnVote(listed, receipt, (), conflict=conflict)
        by = await self._voted_for(listed.proposal, member)
        # What a member said in the server goes before what their wallets say on chain.
        by_wallet = () if by else await self._by_wallet(guild, listed.proposal, member)
        return OwnVote(listed, None, by, by_wallet, conflict)

    async def _voted_for(self, proposal: Proposal, member: MemberId) -> tuple[VotedFor, ...]:
        """Those who vote for the member, or, where nobody does, those who could."""
        live_vote = await self.live_votes.get(proposal.id)
        delegates = live_vote.delegates_of(member)
        split = live_vote.effective_delegations().get(member) if delegates else None
        if split is None:
            return tuple(VotedFor(delegate, voted=False, choice=None) for delegate in delegates)
        return tuple(VotedFor(voter, voted=True, choice=_choice_of(voter, live_vote)) for voter in split.to)

    async def _by_wallet(
        self, guild: GuildId, proposal: Proposal, member: MemberId
    ) -> tuple[WalletVotedFor, ...]:
        """The member's wallets that had delegated to a linked one when the vote opened."""
        live_vote = await self.live_votes.get(proposal.id)
        registry = live_vote.wallet_delegations
        if registry is None:
            return ()
        async with self.uow.reading() as repositories:
            linked = (await repositories.wallets.of_members(guild, [member])).get(member, [])
        new = [claim for wallet in linked for claim in live_vote.claims.unclaimed(wallet)]
        own = live_vote.claims.joined(new).wallets(member)
        effective = live_vote.effective_delegations()
        return tuple(
            WalletVotedFor(
                wallet,
                to,
                voter := next(iter(effective[wallet].to)) if wallet in effective else None,
                _choice_of(voter, live_vote),
            )
            for wallet in own
            if (to := registry.delegate(wallet)) is not None
        )

    async def _found(
        self, guild: GuildId, proposal_id: ProposalId, member: MemberId
    ) -> tuple[Proposal, Ballot | None]:
        async with self.uow.reading() as repositories:
            proposal = await visible(repositories, proposal_id, guild, None)
        return proposal, (await self.live_votes.get(proposal_id)).ballots.get(member)
