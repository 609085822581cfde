"""What the card and the result show, put together from the facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.actions import DecodedAction
from bot.domain.ids import Address, ChainId, GuildId, MessageId, ProposalId
from bot.domain.proposal import Proposal, State, state
from bot.domain.space import Space, Track
from bot.services.boards import Boards, Lent, Standing
from bot.services.lending import lent_in
from bot.services.notices import PostCard, RefreshCard
from bot.services.outbox import Bell
from bot.services.ports import Chain, Clock, Facts, Posted, Safes, UnitOfWork
from bot.services.proposals import Proposing
from bot.services.stake_groups import OPEN
from bot.services.stake_looks import Staked, StakeLooks
from bot.services.visibility import is_hidden, visible


@dataclass(frozen=True)
class Stage:
    """The other vote where two belong together: a temperature check, and the binding vote that follows it."""

    proposal: ProposalId
    track: str
    thread: Posted | None


@dataclass(frozen=True)
class Card:
    """Everything that a proposal's card, thread and result show."""

    space: Space
    track: Track
    proposal: Proposal
    state: State
    actions: tuple[DecodedAction, ...]
    ends_at: datetime | None
    standing: Standing | None
    """The running count while the vote is open; None before and after, and where it is hidden."""
    thread: Posted | None
    card: Posted | None
    lent: Lent | None = None
    """How much of the count, the running or the final one, is lent power; None where the policy has no delegation."""
    staked: Staked | None = None
    """What lies on an open proposal on which members stake, instead of a standing."""

    check: Stage | None = None
    """The passed temperature check that this one follows."""
    binding: Stage | None = None
    """What this passed temperature check became."""

    @property
    def hidden(self) -> bool:
        """Whether nobody may see any of the running count."""
        return is_hidden(self.proposal)


@dataclass(frozen=True)
class Showing:
    uow: UnitOfWork
    boards: Boards
    stake_looks: StakeLooks
    proposing: Proposing
    chains: Mapping[ChainId, Chain]
    safes: Safes
    clock: Clock
    bell: Bell

    async def card(self, proposal_id: ProposalId, guild: GuildId | None = None) -> Card:
        """What everybody may see. Raises ProposalUnknown, also for a draft."""
        async with self.uow.reading() as facts:
            proposal = await visible(facts, proposal_id, guild, None)
            space = await facts.spaces.get(proposal.space)
            track = await facts.spaces.track(proposal.track)
            thread = await facts.messages.get(proposal_id, "thread")
            card = await facts.messages.get(proposal_id, "card")
            check = await _stage(facts, proposal.origin)
            binding = None
            if proposal.closing and proposal.rules.next_track:
                binding = await _stage(facts, await facts.proposals.following(proposal_id))
        now = self.clock.now()
        standing = staked = None
        if proposal.rules.open_ended:
            if state(proposal, now) in OPEN:
                staked = await self.stake_looks.standing(proposal)
        elif proposal.opening and not proposal.closing and not is_hidden(proposal):
            standing = await self.boards.standing(proposal_id, proposal.opening)
        return Card(
            space,
            track,
            proposal,
            state(proposal, now),
            await self.proposing.decoded(proposal),
            proposal.ends_at(now),
            standing,
            thread,
            card,
            standing.lent if standing else await self._lent(proposal),
            staked,
            check,
            binding,
        )

    async def _lent(self, proposal: Proposal) -> Lent | None:
        """What was lent in a vote that is closed, as its record has it."""
        if proposal.closing is None or proposal.rules.delegation is None:
            return None
        record = await self.record(proposal.id)
        return None if record is None else lent_in(record)

    async def refresh_all(self) -> None:
        """After a start: bring every card that may have fallen behind to what the facts say."""
        now = self.clock.now()
        async with self.uow.writing() as facts:
            for proposal in await facts.proposals.live():
                if proposal.opening and await facts.messages.get(proposal.id, "card"):
                    guild = (await facts.spaces.get(proposal.space)).guild
                    await facts.outbox.add(RefreshCard(guild, proposal.id), at=now)
        self.bell.ring()

    async def open_cards(self) -> list[tuple[GuildId, ProposalId, Posted]]:
        """The cards of the votes that are open, for the reconciliation of their reactions."""
        now = self.clock.now()
        async with self.uow.reading() as facts:
            return [
                ((await facts.spaces.get(proposal.space)).guild, proposal.id, card)
                for proposal in await facts.proposals.live()
                if state(proposal, now) in (State.VOTING, State.PAUSED)
                and (card := await facts.messages.get(proposal.id, "card"))
            ]

    async def card_deleted(self, message: MessageId) -> None:
        """Somebody deleted a message: if it was a card, it is posted again."""
        async with self.uow.reading() as facts:
            found = await facts.messages.proposal_of(message)
        if found is None or found[1] != "card":
            return
        now = self.clock.now()
        async with self.uow.writing() as facts:
            if await facts.messages.proposal_of(message) != found:
                return
            proposal = await facts.proposals.get(found[0])
            guild = (await facts.spaces.get(proposal.space)).guild
            await facts.messages.forget(proposal.id, "card")
            # The new card starts without reactions. Ballots stay: nobody votes, or withdraws, by deleting a card.
            for member, emoji in await facts.reactions.of(proposal.id):
                await facts.reactions.remove(proposal.id, member, emoji)
            await facts.outbox.add(PostCard(guild, proposal.id), at=now)
        self.bell.ring()

    async def record(self, proposal_id: ProposalId) -> bytes | None:
        """The canonical bytes of the record, once the result is final."""
        async with self.uow.reading() as facts:
            return await facts.proposals.record(proposal_id)

    async def missing_confirmations(self, proposal: Proposal) -> tuple[Address, ...]:
        """Owners whose confirmation of the Safe transaction has not been seen."""
        executor = proposal.rules.executor
        if executor is None or proposal.transaction is None:
            return ()
        block = await self.chains[executor.chain].latest()
        owners = (await self.safes.state(executor.chain, executor.address, block)).owners
        return tuple(owner for owner in owners if owner not in proposal.confirmations)

    def approval(self, proposal: Proposal) -> str | None:
        """What the owners send to the Safe to confirm its transaction, where no service collects their signatures."""
        executor = proposal.rules.executor
        if executor is None or proposal.transaction is None or self.safes.has_service(executor.chain):
            return None
        return self.safes.approve_calldata(proposal.transaction)


async def _stage(facts: Facts, proposal_id: ProposalId | None) -> Stage | None:
    if proposal_id is None:
        return None
    track = await facts.spaces.track((await facts.proposals.get(proposal_id)).track)
    return Stage(proposal_id, track.name, await facts.messages.get(proposal_id, "thread"))
