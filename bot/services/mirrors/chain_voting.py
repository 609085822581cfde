"""Votes on chain from members' own wallets, on what a space mirrors: what there is to send or to sign."""

import asyncio
from collections.abc import Sequence

import msgspec

from bot.domain.accounts.wallet import Wallet
from bot.domain.actions.simulation import AnySimulation, NotSimulated
from bot.domain.errors import (
    MirroredUnknown,
    NotSetUp,
    RequestMalformed,
    WalletCannotVote,
    WalletUnknown,
)
from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.executors import ReadyCall
from bot.domain.ids import Address, GuildId, MirroredId
from bot.domain.metagovernance.casting import Cast, ForeignProposal, Side
from bot.domain.metagovernance.foreign_vote import ForeignVote
from bot.domain.metagovernance.lines import line_of
from bot.domain.metagovernance.prepared_vote import PreparedVote
from bot.domain.mirrors import Mirror, MirroredProposal, MirroredTitle
from bot.services.actors import Actor
from bot.services.execution.simulations import Simulations
from bot.services.mirrors.cards import MirroredCard, MirroredCards
from bot.services.ports import ForeignVotes, UnitOfWork

LONGEST_REASON = 500
"""Characters of the reason that stands on chain with a vote."""
_MOST_OPEN = 25
"""Of one mirror."""
_NOBODY = Address("0x0000000000000000000000000000000000000001")
"""For whom the vote is read where a member has no wallet."""


class VotingWallet(msgspec.Struct, frozen=True):
    """A linked wallet, and what it has to say in the vote."""

    address: Address
    by_contract: bool
    vote: ForeignVote

    @property
    def why_not(self) -> NotCast | None:
        """What keeps it from voting now."""
        return self.vote.why_not("whole")


class ChainVote(msgspec.Struct, frozen=True):
    """A mirrored proposal as a member finds it who may vote on it from a wallet."""

    card: MirroredCard
    """What its calls do, and what to know before anything else."""
    simulation: AnySimulation | None
    """What its calls would change by the newest block; None where it makes none, or makes them no more."""
    vote: ForeignVote
    """How it stands, by the newest block."""
    wallets: tuple[VotingWallet, ...]
    decided_on: tuple[str, ...]
    """The tracks on which members decide how an executor's votes are cast there."""

    @property
    def line(self) -> str:
        """The action by which they are."""
        return line_of(foreign_of(self.card.mirror, self.card.proposal))


class ChainBallot(msgspec.Struct, frozen=True):
    """What one wallet sends or signs."""

    card: MirroredCard
    wallet: VotingWallet
    side: Side
    reason: str
    prepared: PreparedVote


class VotingOnChain(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    votes: ForeignVotes
    cards: MirroredCards
    simulations: Simulations

    async def open(self, guild: GuildId) -> list[tuple[Mirror, MirroredTitle]]:
        """What a server's mirrors show that takes votes, or soon will: of each those that have threads, and the newest.
        None before it is set up."""
        async with self.uow.reading() as repositories:
            try:
                space = await repositories.spaces.of_guild(guild)
            except NotSetUp:
                return []
            return [
                (mirror, each)
                for mirror in await repositories.mirrors.of_space(space.id)
                for each in await repositories.mirrored_proposals.votable(mirror.id, _MOST_OPEN)
            ]

    async def known(self, guild: GuildId, mirrored: MirroredId) -> tuple[Mirror, MirroredProposal]:
        """What a mirror of the server shows. Raises MirroredUnknown, also for another server's; NotSetUp."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_guild(guild)
            found = await repositories.mirrored_proposals.find(mirrored)
            mirror = await repositories.mirrors.find(found[0]) if found else None
        if found is None or mirror is None or mirror.space != space.id:
            raise MirroredUnknown
        return mirror, found[1]

    async def vote(self, actor: Actor, mirrored: MirroredId) -> ChainVote:
        """Raises MirroredUnknown, NotSetUp, UnknownChain, NoCode, WrongContract, ChainUnavailable."""
        card = await self._card(actor.guild, mirrored)
        linked = await self._linked(actor, card.mirror)
        votes, decided_on = await asyncio.gather(
            self.votes.latest_of(
                foreign_of(card.mirror, card.proposal), [each.address for each in linked] or [_NOBODY]
            ),
            self._tracks(card.mirror),
        )
        wallets = tuple(
            VotingWallet(wallet.address, wallet.chains is not None, vote)
            for wallet, vote in zip(linked, votes, strict=False)
        )
        simulation = await self._simulated(card, votes[0])
        return ChainVote(card, simulation, votes[0], wallets, decided_on)

    async def ballot(
        self, actor: Actor, mirrored: MirroredId, wallet: str, side: Side, reason: str
    ) -> ChainBallot:
        """What a wallet of the actor's own sends, or signs, to vote so.

        Raises RequestMalformed for a reason that is too long, WalletUnknown; WalletCannotVote where it has no votes,
        has voted, or votes aren't taken; and what `vote` raises.
        """
        if len(reason) > LONGEST_REASON:
            raise RequestMalformed
        card = await self._card(actor.guild, mirrored)
        foreign = foreign_of(card.mirror, card.proposal)
        linked = await self._linked(actor, card.mirror)
        found = next((each for each in linked if each.address.lower() == wallet.strip().lower()), None)
        if found is None:
            raise WalletUnknown(wallet[:100])
        voter = VotingWallet(
            found.address, found.chains is not None, await self.votes.latest(foreign, found.address)
        )
        if (why := voter.why_not) is not None:
            raise WalletCannotVote(found.address, why)
        prepared = await self.votes.prepared(voter.vote, foreign, Cast(int(side)), reason, found.address)
        if voter.by_contract:
            # What a contract signs is another thing with each kind; it sends.
            prepared = PreparedVote(prepared.call, None)
        return ChainBallot(card, voter, side, reason, prepared)

    async def relayed(
        self, actor: Actor, mirrored: MirroredId, wallet: str, side: Side, reason: str, signature: str
    ) -> tuple[ChainBallot, ReadyCall]:
        """The vote with the transaction that anybody sends for a wallet of the actor's, which has signed it.

        Raises WrongSignature, MalformedSignature, and what `ballot` raises.
        """
        ballot = await self.ballot(actor, mirrored, wallet, side, reason)
        if ballot.prepared.document is None:
            raise RequestMalformed
        foreign, voter = foreign_of(ballot.card.mirror, ballot.card.proposal), ballot.wallet
        cast = Cast(int(side))
        ready = await self.votes.relayed(voter.vote, foreign, cast, reason, voter.address, signature)
        return ballot, ready

    async def _linked(self, actor: Actor, mirror: Mirror) -> Sequence[Wallet]:
        """The actor's wallets on the mirror's chain: keys, and contracts that are there."""
        async with self.uow.reading() as repositories:
            linked = await repositories.wallets.of_members(actor.guild, [actor.member])
        return [
            each
            for each in linked.get(actor.member, [])
            if each.chains is None or mirror.chain in each.chains
        ]

    async def _card(self, guild: GuildId, mirrored: MirroredId) -> MirroredCard:
        """Raises MirroredUnknown, also for what another server mirrors; NotSetUp."""
        await self.known(guild, mirrored)
        card = await self.cards.card(mirrored)
        if card is None:
            raise MirroredUnknown
        return card

    async def _simulated(self, card: MirroredCard, vote: ForeignVote) -> AnySimulation | None:
        if not card.actions or vote.stage.is_over or vote.stage.name == "executed":
            return None
        if card.proposal.left_out:
            # What all of them would do can't be told from some.
            return NotSimulated("unavailable")
        return await self.simulations.made_by(card.mirror.chain, card.mirror.rules.holder, card.actions)

    async def _tracks(self, mirror: Mirror) -> tuple[str, ...]:
        async with self.uow.reading() as repositories:
            tracks = await repositories.spaces.tracks(mirror.space)
        return tuple(
            track.name
            for track in tracks
            if track.retired_at is None
            and track.policy.casts is not None
            and track.policy.executor is not None
            and track.policy.executor.chain == mirror.chain
        )


def foreign_of(mirror: Mirror, proposal: MirroredProposal) -> ForeignProposal:
    """What it is to whoever votes on it."""
    return ForeignProposal(mirror.chain, mirror.address, proposal.key)
