"""Plays a vote through: from the draft to what its executors would be asked."""

import hashlib
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import cast

import msgspec
from msgspec.structs import replace

from bot.domain.accounts.wallet import Wallet
from bot.domain.blocks import Value
from bot.domain.dry_run.pretend_votes import PretendVotes
from bot.domain.elections.ballot import CastMethod
from bot.domain.elections.choices import choice_named
from bot.domain.errors import FolkmootError
from bot.domain.errors.governance.dry_run import (
    DryRunUnfit,
    MembersAreElected,
    MembersStake,
    NothingOnChain,
)
from bot.domain.executors import AnyExecutor, Proof, ProofDemand, ProofRequest
from bot.domain.ids import Address, MemberId, MessageId, ProposalId, SpaceId, address
from bot.domain.policy.model import Policy
from bot.domain.policy.trust import TrustLevel
from bot.domain.power import AnyOnChain, OnChain
from bot.domain.proposals.proposal import GRACE
from bot.domain.spaces.space import MAIN, Space, Track
from bot.services.actors import Actor
from bot.services.container import Services
from bot.services.dry_run.pretend_chain import PretendChain
from bot.services.dry_run.virtual_clock import VirtualClock
from bot.services.execution.instructions import ToSign
from bot.services.ports import Chain, Posted
from bot.services.proposals.cards import Card
from bot.services.proposals.drafting.previews import Preview
from bot.services.voting.casting.vote_request import VoteRequest

_EXTENDED = 20
"""So often the end of a vote may move: by what a late swing adds."""
_FIRST_VOTE = timedelta(minutes=1)
_UNKNOWN_TOTAL = 1_000
"""Whole tokens in all, where nothing tells how much there is."""
_DISCORD_EPOCH = 1_420_070_400_000


class Moment(Enum):
    """The steps of a vote's life."""

    DRAFT = "draft"
    DISCUSSION = "discussion"
    OPEN = "open"
    VOTED = "voted"
    RESULT = "result"
    HANDED_OVER = "handed over"
    REFUSED = "refused"


class Step(msgspec.Struct, frozen=True):
    """What members would see at one moment."""

    moment: Moment
    at: datetime
    """In virtual time."""
    preview: Preview | None = None
    card: Card | None = None
    to_sign: tuple[ToSign, ...] = ()
    error: FolkmootError | None = None
    """Why it goes no further."""


class Wanted(msgspec.Struct, frozen=True):
    """What is to be played through."""

    actor: Actor
    space: Space
    tracks: Sequence[Track]
    track: Track
    """One of them."""
    votes: tuple[PretendVotes, ...]
    title: str
    text: str
    actions: str
    proofs: Mapping[AnyExecutor, Sequence[Proof]]
    """Of the executors that are proved to be the space's."""


def require_fit(track: Track) -> AnyOnChain:
    """The source of which pretend voters hold something. Raises DryRunUnfit."""
    policy = track.policy
    if policy.open_ended:
        raise DryRunUnfit(track.name, MembersStake())
    if policy.elects is not None:
        raise DryRunUnfit(track.name, MembersAreElected())
    for source in policy.power.sources:
        if isinstance(source, OnChain) and not source.gate:
            return source
    raise DryRunUnfit(track.name, NothingOnChain())


async def play(real: Services, wanted: Wanted) -> list[Step]:
    """All steps, until the last one or the first that is refused. Nothing of it stays, and nothing is sent to anybody.

    Raises DryRunUnfit, ChainUnavailable.
    """
    source = require_fit(wanted.track)
    total = await _total(real, source, wanted.track.policy)
    clock = VirtualClock(real.clock.now())
    held: dict[tuple[str, Address], int] = {}
    chains = {
        chain: cast(Chain, PretendChain(each, clock, held, {source.key: total}))
        for chain, each in real.chains.items()
    }
    async with real.scratch() as uow:
        services = real.elsewhere(uow, chains, clock)
        steps = await _Play(services, clock, wanted, source, total, held).steps()
        await services.voting.drained()
        return steps


async def _total(real: Services, source: AnyOnChain, policy: Policy) -> int:
    chain = real.chains[source.chain]
    reading = await chain.total(source, await chain.finalized())
    if isinstance(reading, Value) and reading.raw:
        return reading.raw
    return int(_UNKNOWN_TOTAL * 10**policy.power.decimals)


@dataclass
class _Play:
    services: Services
    clock: VirtualClock
    wanted: Wanted
    source: AnyOnChain
    total: int
    held: dict[tuple[str, Address], int]

    async def steps(self) -> list[Step]:
        found: list[Step] = []
        try:
            async for step in self._steps():
                found.append(step)
        except FolkmootError as error:
            found.append(Step(Moment.REFUSED, self.clock.now(), error=error))
        return found

    async def _steps(self) -> AsyncIterator[Step]:
        services, wanted = self.services, self.wanted
        space, track = await self._founded()
        author = replace(wanted.actor, channel=space.announcements, roles=frozenset(track.policy.power.roles))
        await self._hold(space, author.member, -(-track.policy.proposal_threshold // self.source.weight))
        choices = "\n".join(each.ballot for each in wanted.votes)
        preview = await services.proposing.draft(
            author,
            wanted.title,
            wanted.text,
            wanted.actions,
            choices=choices if track.policy.choices_from == "proposal" else "",
            track=track.id,
        )
        proposal = preview.proposal.id
        yield Step(Moment.DRAFT, self.clock.now(), preview=preview)
        await services.proposing.submit(author, proposal)
        await services.card_visibility.thread_seen(proposal)
        yield await self._shown(Moment.DISCUSSION, proposal)
        yield await self._opened(space, proposal)
        await self._vote(space, track, proposal)
        yield await self._shown(Moment.VOTED, proposal)
        yield await self._closed(proposal)
        async for step in self._handed_over(proposal):
            yield step

    async def _founded(self) -> tuple[Space, Track]:
        """The same space with the same tracks; the one that is played through as it would be without what Discord or
        a wallet signs for each ballot, since nobody signs anything here."""
        wanted, now = self.wanted, self.clock.now()
        here = wanted.space
        found: Track | None = None
        async with self.services.uow.writing() as repositories:
            space = await repositories.spaces.bind(
                here.guild,
                here.name,
                announcements=here.announcements,
                discussion=here.discussion,
                log=here.log,
                moderators=here.moderators,
                guardians=here.guardians,
                at=now,
            )
            await repositories.spaces.limit(space.id, here.limits)
            await repositories.spaces.set_least_timelock(space.id, here.least_timelock)
            for each in sorted(wanted.tracks, key=lambda track: track.name != MAIN):
                policy = each.policy.model_copy(update={"trust": TrustLevel.DISCORD})
                track = await repositories.spaces.set_track(space.id, each.name, policy, now)
                found = track if each.id == wanted.track.id else found
        for executor, proofs in wanted.proofs.items():
            for proof in proofs:
                await self._prove(space.id, executor, proof)
        assert found is not None, "it is one of the space's"
        return space, found

    async def _prove(self, space: SpaceId, executor: AnyExecutor, proof: Proof) -> None:
        now, nonce = self.clock.now(), secrets.token_hex(12)
        async with self.services.uow.writing() as repositories:
            bindings = repositories.executor_bindings
            await bindings.add_request(
                ProofRequest(nonce, space, executor, proof.signer, ProofDemand.ONE, proof.message, now, now)
            )
            await bindings.prove(nonce, proof.signature, now)
            await bindings.bind(space, executor, ProofDemand.ONE, now)

    async def _hold(self, space: Space, member: MemberId, units: int) -> None:
        """A wallet of the member's with so many base units of the source, and what each gate asks for."""
        wallet = address("0x" + hashlib.sha256(f"dry run {member}".encode()).hexdigest()[:40])
        for each in self.wanted.track.policy.power.sources:
            if isinstance(each, OnChain) and each.least_required is not None:
                self.held[each.key, wallet] = -(-each.least_required // each.weight)
        self.held[self.source.key, wallet] = max(units, self.held.get((self.source.key, wallet), 0))
        async with self.services.uow.writing() as repositories:
            await repositories.wallets.link(
                Wallet(space.guild, member, wallet, self.clock.now(), primary=True)
            )

    async def _opened(self, space: Space, proposal: ProposalId) -> Step:
        """The discussion is over: the card stands, and the vote opens."""
        async with self.services.uow.reading() as repositories:
            opens_at = (await repositories.proposals.get(proposal)).opens_at
        assert opens_at is not None, "its thread stands"
        voters = MemberId(1)
        for each in self.wanted.votes:
            for _ in range(each.voters):
                await self._hold(space, voters, max(1, int(self.total * each.share / each.voters)))
                voters = MemberId(voters + 1)
        self.clock.until(opens_at)
        await self.services.card_visibility.ask(proposal)
        async with self.services.uow.reading() as repositories:
            found = await repositories.proposals.get(proposal)
        await self.services.card_visibility.seen(found, Posted("card", space.announcements, MessageId(1)))
        await self.services.opening.open(proposal)
        await self.services.power_reads.everyone(proposal)
        return await self._shown(Moment.OPEN, proposal)

    async def _vote(self, space: Space, track: Track, proposal: ProposalId) -> None:
        self.clock.until(self.clock.now() + _FIRST_VOTE)
        async with self.services.uow.reading() as repositories:
            found = await repositories.proposals.get(proposal)
        voter, now = 1, self.clock.now()
        for each in self.wanted.votes:
            choice = choice_named(found.number, found.rules, each.ballot)
            for _ in range(each.voters):
                source = (int(now.timestamp() * 1000) - _DISCORD_EPOCH << 22) | voter
                request = VoteRequest(
                    space.guild,
                    proposal,
                    MemberId(voter),
                    choice,
                    now,
                    CastMethod.COMMAND,
                    source,
                    roles=track.policy.power.roles,
                )
                await self.services.voting.weigh(await self.services.voting.cast(request))
                voter += 1

    async def _closed(self, proposal: ProposalId) -> Step:
        for _ in range(_EXTENDED):
            async with self.services.uow.reading() as repositories:
                ends_at = (await repositories.proposals.get(proposal)).ends_at(self.clock.now())
            assert ends_at is not None, "it has an end"
            self.clock.until(ends_at + GRACE)
            if await self.services.closing.close(proposal) is not None:
                break
        return await self._shown(Moment.RESULT, proposal)

    async def _handed_over(self, proposal: ProposalId) -> AsyncIterator[Step]:
        """What its executors would be asked; nothing where nothing is carried out."""
        async with self.services.uow.reading() as repositories:
            found = await repositories.proposals.get(proposal)
        if found.closing is None or not found.closing.passed or not found.executors:
            return
        if found.timelock_ends_at is not None:
            self.clock.until(found.timelock_ends_at)
        requests = await self.services.preparing.prepare(proposal)
        card = await self.services.cards.card(proposal)
        guild = self.wanted.space.guild
        to_sign = [
            await self.services.request_instructions.to_sign(guild, card.proposal, each) for each in requests
        ]
        yield Step(Moment.HANDED_OVER, self.clock.now(), card=card, to_sign=tuple(to_sign))

    async def _shown(self, moment: Moment, proposal: ProposalId) -> Step:
        return Step(moment, self.clock.now(), card=await self.services.cards.card(proposal))
