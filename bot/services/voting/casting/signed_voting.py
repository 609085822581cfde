"""Ballots that wallets sign: what there is to sign, and what becomes of a signature that is handed in."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from weakref import WeakValueDictionary

import msgspec

from bot.domain.accounts.mandate import Uncovered, not_mandated
from bot.domain.accounts.wallet import SignedAs, Wallet
from bot.domain.blocks import BlockRef
from bot.domain.canonical import canonical_json
from bot.domain.elections.ballot import Ballot, CastMethod
from bot.domain.elections.choices import check_choice, describe
from bot.domain.elections.evidence import SignedBallot, WalletSignature
from bot.domain.elections.evidence.signed_ballot import NONCES_PER_SECOND
from bot.domain.elections.evidence.typed_data import server_shown, signing_hash, typed_data
from bot.domain.errors import (
    NotSignedHere,
    OtherChains,
    RequestMalformed,
    SignedAgain,
    VotedAlready,
    VotingNotOpen,
    WalletsClaimed,
    WalletUnknown,
    WrongSignature,
)
from bot.domain.ids import Address, ChainId, MemberId, Power, ProposalId
from bot.domain.policy.trust import TrustLevel
from bot.domain.power import Holder
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import state
from bot.services.actors import Actor
from bot.services.ports import Chain, Clock, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.proposals.cards import Card, Cards
from bot.services.voting.casting.eligibility import check_changeable, check_open
from bot.services.voting.casting.receipt import Receipt
from bot.services.voting.casting.vote_request import VoteRequest
from bot.services.voting.casting.voting import Voting
from bot.services.voting.live.live_vote import LiveVote
from bot.services.voting.live.live_votes import LiveVotes
from bot.services.voting.live.power_reads import PowerReads

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NEXT = timedelta(milliseconds=1)
"""The time in a receipt is in milliseconds: two ballots of one member must differ in it."""


class VotingWallet(msgspec.Struct, frozen=True):
    """A linked wallet of a member in a vote that takes signed ballots; a contract once for each chain on which it can
    sign."""

    address: Address
    by_contract: bool
    power: Power | None
    """What it weighs by itself at the snapshot, in base units; None while that is not known."""
    signed: bool
    """Whether it has signed the ballot that counts now."""
    elsewhere: bool
    """Whether it counts for somebody else in this vote."""
    chain: ChainId | None
    """On which it signs; None for a contract that was proved on none of this vote's chains."""
    mandated: bool
    """Whether its mandate is for this vote."""


class SignedVote(msgspec.Struct, frozen=True):
    """A vote as a member finds it who signs."""

    card: Card
    opening: Opening
    wallets: tuple[VotingWallet, ...]
    mine: Receipt | None


class BallotToSign(msgspec.Struct, frozen=True):
    """What one wallet is to sign for one choice."""

    card: Card
    opening: Opening
    wallet: Address
    by_contract: bool
    choice: Any
    nonce: int
    document: Mapping[str, Any]
    """Typed data, as `eth_signTypedData_v4` takes it."""


class SignedVoting(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    live_votes: LiveVotes
    voting: Voting
    powers: Powers
    reads: PowerReads
    cards: Cards
    clock: Clock
    _turns: "WeakValueDictionary[tuple[ProposalId, MemberId], asyncio.Lock]" = msgspec.field(
        default_factory=WeakValueDictionary
    )
    """One signature of a member after the other: each joins those before it."""

    async def require_open(self, actor: Actor, proposal_id: ProposalId) -> None:
        """Raises ProposalUnknown, NotSignedHere, VotingNotOpen, VotingPaused, VotingOver."""
        live_vote, _ = await self._vote(actor, proposal_id)
        check_changeable(live_vote.proposal, None, self.clock.now())

    async def proposal(self, actor: Actor, proposal_id: ProposalId) -> Proposal:
        """The proposal, by whose rules its ballots are filled in. Raises what `vote` raises."""
        live_vote, _ = await self._vote(actor, proposal_id)
        return live_vote.proposal

    async def vote(self, actor: Actor, proposal_id: ProposalId) -> SignedVote:
        """Raises ProposalUnknown, NotSignedHere, VotingNotOpen."""
        live_vote, opening = await self._vote(actor, proposal_id)
        linked = await self._linked(actor)
        await self.reads.read(live_vote.proposal, [each.address for each in linked], asking=actor.member)
        await self.powers.load(opening)
        card = await self.cards.card(proposal_id, actor.guild)
        mine = await self.voting.mine(actor.guild, proposal_id, actor.member)
        signed = live_vote.with_ballot(mine.ballot) if mine else {}
        wallets = tuple(
            VotingWallet(
                each.address,
                each.chains is not None,
                self._power(opening, each, at),
                each.address in signed and _signed_there(live_vote, mine, each, at),
                _is_elsewhere(live_vote, each),
                at.chain if at else None,
                _lacks(live_vote, opening, each) is None,
            )
            for each in linked
            for at in _places(live_vote, opening, each) or (None,)
        )
        return SignedVote(card, opening, wallets, mine)

    async def to_sign(
        self, actor: Actor, proposal_id: ProposalId, choice: Any, address: str, chain: ChainId | None = None
    ) -> BallotToSign:
        """What this wallet of the actor is to sign for the choice; a contract on this chain, where it counts on several
        (None: on the first of the snapshot).

        Raises what `vote` raises; NotOnBallot, BallotUnclear, WalletUnknown, OtherChains, NotMandated, WalletsClaimed,
        VotedAlready, VotingPaused, VotingOver.
        """
        live_vote, opening = await self._vote(actor, proposal_id)
        now = self.clock.now()
        check_open(live_vote.proposal, CastMethod.PAGE, now, now)
        check_choice(live_vote.proposal.number, opening.policy, choice)
        wallet, at = await self._wallet(actor, live_vote, opening, address, chain)
        before = live_vote.ballots.get(actor.member)
        if before is not None and before.choice != choice and not opening.policy.rules.get("revote", True):
            raise VotedAlready(live_vote.proposal.number, describe(opening.policy, before.choice))
        by = _unsigned(actor, wallet, at, (now - _EPOCH) // _MICROSECOND)
        card = await self.cards.card(proposal_id, actor.guild)
        document = _document(live_vote, opening, choice, by)
        return BallotToSign(
            card, opening, wallet.address, wallet.chains is not None, choice, by.nonce, document
        )

    async def cast(
        self,
        actor: Actor,
        proposal_id: ProposalId,
        choice: Any,
        address: str,
        nonce: int,
        signature: str,
        chain: ChainId | None = None,
    ) -> Receipt:
        """Take the signature of one of the actor's wallets for a choice, made for what `to_sign` gave.

        It joins those of the actor's other wallets that have signed the same choice; another choice begins anew, so
        that no wallet counts for what it has not signed. Raises what `to_sign` and `Voting.cast` raise;
        RequestMalformed for a nonce that `to_sign` can't have given; SignedAgain, WrongSignature, MalformedSignature,
        AcceptsAnything, ChainUnavailable.
        """
        at = self.clock.now()
        live_vote, opening = await self._vote(actor, proposal_id)
        check_open(live_vote.proposal, CastMethod.PAGE, at, at)
        check_choice(live_vote.proposal.number, opening.policy, choice)
        wallet, block = await self._wallet(actor, live_vote, opening, address, chain)
        if not _made_during(opening, nonce, at):
            raise RequestMalformed
        by = _unsigned(actor, wallet, block, nonce)
        await self._check_signed(wallet, block, _document(live_vote, opening, choice, by), signature)
        lock = self._turns.setdefault((proposal_id, actor.member), asyncio.Lock())
        async with lock:
            signed = _with_signature(by, signature)
            evidence, before = await self._joined(actor, live_vote.proposal, opening, choice, signed)
            if before is not None:
                # It takes that one's place, however long each was on its way, and whatever the clock did.
                at = max(at, before.cast_at + _NEXT)
            vote = VoteRequest(
                actor.guild,
                proposal_id,
                actor.member,
                choice,
                at,
                CastMethod.PAGE,
                nonce,
                evidence=evidence,
            )
            receipt = await self.voting.cast(vote)
        return await self.voting.weigh(receipt)

    async def _vote(self, actor: Actor, proposal_id: ProposalId) -> tuple[LiveVote, Opening]:
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id, actor.guild)
        live_vote = await self.live_votes.get(proposal_id)
        live_vote.follow(proposal)
        opening = live_vote.proposal.opening
        if opening is None:
            current = state(proposal, self.clock.now())
            raise VotingNotOpen(proposal.number, current, proposal.opens_at)
        if opening.policy.trust is not TrustLevel.SIGNED:
            raise NotSignedHere(proposal.number)
        return live_vote, opening

    async def _linked(self, actor: Actor) -> list[Wallet]:
        async with self.uow.reading() as repositories:
            linked = await repositories.wallets.of_members(actor.guild, [actor.member])
        return linked.get(actor.member, [])

    async def _wallet(
        self, actor: Actor, live_vote: LiveVote, opening: Opening, address: str, chain: ChainId | None
    ) -> tuple[Wallet, BlockRef]:
        """One of the actor's own that may count for them in this vote, and the block of the snapshot at which it signs.
        Raises WalletUnknown, WalletsClaimed, OtherChains, NotMandated."""
        wanted = address.strip().lower()
        for wallet in await self._linked(actor):
            if wallet.address.lower() != wanted:
                continue
            if _is_elsewhere(live_vote, wallet):
                raise WalletsClaimed(live_vote.proposal.number, (wallet.address,))
            # A key is the same on all chains: which of them its signature names is not chosen.
            wanted_chain = chain if wallet.chains is not None else None
            places = _places(live_vote, opening, wallet)
            places = [at for at in places if wanted_chain in (None, at.chain)]
            if not places:
                raise OtherChains(live_vote.proposal.number, wallet.address)
            if (lacks := _lacks(live_vote, opening, wallet)) is not None:
                raise not_mandated(live_vote.proposal.number, {wallet.address: lacks}, opening.policy.trust)
            return wallet, places[0]
        raise WalletUnknown(address[:100])

    def _power(self, opening: Opening, wallet: Wallet, at: BlockRef | None) -> Power | None:
        """What it weighs where it signs."""
        where = frozenset() if at is None else frozenset({at.chain})
        chains = {} if wallet.chains is None else {wallet.address: where}
        return self.powers.known(opening, Holder((wallet.address,), chains=chains)).total

    async def _check_signed(
        self, wallet: Wallet, at: BlockRef, document: Mapping[str, Any], signature: str
    ) -> None:
        """A key signs by itself; a contract is asked at the snapshot, so that anybody can ask it again.

        Raises WrongSignature, MalformedSignature, AcceptsAnything, ChainUnavailable.
        """
        chain = self.chains[at.chain]
        proof = await chain.signed_hash(wallet.address, signing_hash(document), signature, at)
        if (proof is SignedAs.CONTRACT) != (wallet.chains is not None):
            raise WrongSignature(wallet.address, None)

    async def _joined(
        self, actor: Actor, proposal: Proposal, opening: Opening, choice: Any, new: WalletSignature
    ) -> tuple[SignedBallot, Ballot | None]:
        """The ballot with this signature and those before it that are for the same choice; and the ballot of now, whose
        place it takes.

        Raises SignedAgain for one that is older than what replaced it: whoever kept it must not bring it back.
        """
        async with self.uow.reading() as repositories:
            kept = await repositories.ballot_evidence.of_member(proposal.id, actor.member)
            current = (await repositories.ballots.current(proposal.id, [actor.member])).get(actor.member)
        ballots = [each.evidence for each in kept if isinstance(each.evidence, SignedBallot)]
        written = canonical_json(choice).decode()
        before = next(
            (
                each.evidence
                for each in kept
                if current is not None and (each.member, each.cast_at, each.source) == current.identity
            ),
            None,
        )
        same = isinstance(before, SignedBallot) and before.choice == written
        signatures = [each for ballot in ballots for each in ballot.signatures]
        later = [
            each for each in signatures if each.nonce >= new.nonce and (each.wallet == new.wallet or not same)
        ]
        if later:
            raise SignedAgain(proposal.number)
        others = before.signatures if isinstance(before, SignedBallot) and same else ()
        joined = (*(each for each in others if each.wallet != new.wallet), new)
        return SignedBallot(opening.content_hash, written, joined), current


def _places(live_vote: LiveVote, opening: Opening, wallet: Wallet) -> list[BlockRef]:
    """The blocks of the snapshot on whose chains a wallet can sign: of a key the first, of a contract each on which it
    counts for its member."""
    if wallet.chains is None:
        return list(opening.snapshot[:1])
    claims, member = live_vote.claims, wallet.member
    there = [at for at in opening.snapshot if at.chain in wallet.chains]
    return [at for at in there if claims.member(wallet.address, at.chain) in (None, member)]


def _signed_there(live_vote: LiveVote, mine: Receipt | None, wallet: Wallet, at: BlockRef | None) -> bool:
    """Whether the signature of a wallet beneath its member's ballot is of this chain."""
    signers = live_vote.signers.get(mine.ballot.identity, {}) if mine else {}
    return at is not None and signers.get(wallet.address) == at.chain


def _is_elsewhere(live_vote: LiveVote, wallet: Wallet) -> bool:
    """Whether all of a wallet counts for other members in the vote."""
    claims = live_vote.claims
    return wallet.member not in claims.members(wallet.address) and not claims.unclaimed(wallet)


def _lacks(live_vote: LiveVote, opening: Opening, wallet: Wallet) -> Uncovered | None:
    """What keeps a wallet that isn't claimed yet from counting, by its mandate."""
    if wallet.member in live_vote.claims.members(wallet.address):
        return None
    return wallet.mandate.lacks(opening.at, opening.policy.trust)


def _unsigned(actor: Actor, wallet: Wallet, at: BlockRef, nonce: int) -> WalletSignature:
    server = server_shown(actor.guild_name, actor.guild)
    return WalletSignature(server, nonce // NONCES_PER_SECOND, nonce, wallet.address, at.chain, "0x")


def _with_signature(by: WalletSignature, signature: str) -> WalletSignature:
    """With the signature in the form of records. The chain has read it: it is hexadecimal."""
    digits = "".join(signature.split()).strip("\"'`").removeprefix("0x").lower()
    return WalletSignature(by.server, by.time, by.nonce, by.wallet, by.chain, f"0x{digits}")


def _made_during(opening: Opening, nonce: int, now: datetime) -> bool:
    """Whether it counts a time between the opening and now."""
    return (opening.at - _EPOCH) // _MICROSECOND <= nonce <= (now - _EPOCH) // _MICROSECOND


def _document(live_vote: LiveVote, opening: Opening, choice: Any, by: WalletSignature) -> dict[str, Any]:
    return typed_data(
        opening.policy,
        number=live_vote.proposal.number,
        title=live_vote.proposal.content.title,
        content_hash=opening.content_hash,
        choice=choice,
        ballot=canonical_json(choice).decode(),
        by=by,
    )
