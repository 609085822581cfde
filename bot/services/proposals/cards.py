"""What the card and the result show, put together from the facts."""

from datetime import datetime
from functools import cached_property

import msgspec

from bot.domain.actions.actions import DecodedAction
from bot.domain.actions.named_accounts import accounts_in
from bot.domain.actions.simulation import Trial
from bot.domain.assistance.summaries import Summary
from bot.domain.elections.tally import Result, decode_result
from bot.domain.executors import AnyExecutor
from bot.domain.ids import Address, GuildId, MessageId, ProposalId, ProposalNumber
from bot.domain.policy.rules import rules_of
from bot.domain.proposals.obstacles import Obstacle
from bot.domain.proposals.proposal import GRACE, Proposal
from bot.domain.proposals.standing import Unseen
from bot.domain.proposals.state import State, state
from bot.domain.spaces.space import Space, Track
from bot.services.assistance.summaries import Summaries
from bot.services.conviction.chain_readings import ChainReadings, Staked
from bot.services.conviction.stake_groups import OPEN
from bot.services.delegation.delegated_power import delegated_power_in
from bot.services.delivery.notifications import PostCard, RefreshCard
from bot.services.delivery.outbox import WakeSignal
from bot.services.execution.simulations import Simulations, made_by
from bot.services.milestones.showing import ShowingMilestones, ShownMilestone
from bot.services.pages.access import PageAccess
from bot.services.ports import Clock, JobName, Posted, Repositories, UnitOfWork
from bot.services.proposals.decoded_actions import DecodedActions
from bot.services.proposals.visibility import is_hidden, visible
from bot.services.treasury.vote_worths import VoteWorth, VoteWorths
from bot.services.voting.card_visibility import note_unseen
from bot.services.voting.live.live_vote import DelegatedPower
from bot.services.voting.live.live_votes import LiveVotes
from bot.services.voting.live.running_tally import RunningTally


class Stage(msgspec.Struct, frozen=True):
    """The other vote where two belong together: a temperature check, and the binding vote that follows it."""

    proposal: ProposalId
    number: ProposalNumber
    track: str
    thread: Posted | None


class Card(msgspec.Struct, frozen=True, dict=True):
    """Everything that a proposal's card, thread and result show."""

    space: Space
    track: Track
    proposal: Proposal
    state: State
    actions: tuple[DecodedAction, ...]
    ends_at: datetime | None
    running_tally: RunningTally | None
    """The running count while the vote is open; None before and after, and where it is hidden."""
    thread: Posted | None
    card: Posted | None
    delegated_power: DelegatedPower | None = None
    """How much of the count, the running or the final one, is delegated power; None where the policy has no
    delegation."""
    staked: Staked | None = None
    """What lies on an open proposal on which members stake, instead of a standing."""

    check: Stage | None = None
    """The passed temperature check that this one follows."""
    binding: Stage | None = None
    """What this passed temperature check became."""
    pays_for: Stage | None = None
    """The vote whose voters this one pays."""
    payout: Stage | None = None
    """What pays the voters of this vote."""
    obstacle: Obstacle | None = None
    """What keeps it from the next step of its life, where people were told."""
    opens_at: datetime | None = None
    """When its vote opens; while its thread is awaited, when it would if that stood now."""

    promise: Stage | None = None
    """What promised the payment that this one releases."""
    milestones: tuple[ShownMilestone, ...] = ()
    """What it promises to pay later, and where that stands."""
    trials: tuple[Trial, ...] = ()
    """What its actions would do, chain by chain; empty where there are none, and after its end."""

    page: str | None = None
    """Where it is read in the browser; None where there are no pages for it."""
    summary: Summary | None = None
    """Of its text, by a machine; None where there is none, and for a short text."""
    worth: VoteWorth | None = None
    """What turning an open vote would cost, and what it moves; None where nothing says how much power would."""

    @cached_property
    def accounts(self) -> frozenset[Address]:
        """Those that its actions name, what carries them out, and who has confirmed that."""
        promised = tuple(each.payment for each in self.milestones)
        executors = self.proposal.rules.executors if self.actions or promised else ()
        found = {account for each in executors for account in (each.address, each.holder)}
        return accounts_in((*self.actions, *promised)).union(
            found, *(each.confirmed_by for each in self.proposal.requests)
        )

    def made_by(self, executor: AnyExecutor) -> tuple[DecodedAction, ...]:
        """Those of its actions that the executor makes."""
        return made_by(executor, self.actions)

    @property
    def hidden(self) -> bool:
        """Whether nobody may see any of the running count."""
        return is_hidden(self.proposal)

    @property
    def stuck(self) -> bool:
        """Whether it passed as a temperature check, and the next track did not take it."""
        closing = self.proposal.closing
        goes_on = self.proposal.rules.next_track is not None and self.binding is None
        return goes_on and closing is not None and closing.passed

    @property
    def result(self) -> Result | None:
        """The count that it shows: the final one, the running one, or none where there is no result."""
        proposal = self.proposal
        if proposal.rules.open_ended or proposal.pays_for is not None:
            return None
        if proposal.closing:
            return decode_result(proposal.closing.result, rules_of(proposal.rules))
        if self.running_tally and self.state is not State.CANCELLED:
            return self.running_tally.result
        return None


class Cards(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    live_votes: LiveVotes
    chain_readings: ChainReadings
    decoded_actions: DecodedActions
    simulations: Simulations
    showing_milestones: ShowingMilestones
    clock: Clock
    wake_signal: WakeSignal
    page_access: PageAccess
    summaries: Summaries
    vote_worths: VoteWorths

    async def card(self, proposal_id: ProposalId, guild: GuildId | None = None) -> Card:
        """What everybody may see. Raises ProposalUnknown, also for a draft."""
        async with self.uow.reading() as repositories:
            proposal = await visible(repositories, proposal_id, guild, None)
            space = await repositories.spaces.get(proposal.space)
            track = await repositories.spaces.track(proposal.track)
            thread = await repositories.messages.get(proposal_id, "thread")
            card = await repositories.messages.get(proposal_id, "card")
            obstacle = await repositories.obstacles.of(proposal_id)
            check = await _stage(repositories, proposal.origin)
            binding = None
            if proposal.closing and proposal.rules.next_track:
                binding = await _stage(repositories, await repositories.proposals.following(proposal_id))
            pays_for, payout = await _stage(repositories, proposal.pays_for), None
            promise = await _stage(repositories, proposal.release.promise if proposal.release else None)
            if proposal.rewards_settled_at:
                payout = await _stage(repositories, await repositories.proposals.payout_of(proposal_id))
        now = self.clock.now()
        current = state(proposal, now)
        if obstacle is not None and not (obstacle.is_told and obstacle.step.awaited_by(proposal, current)):
            obstacle = None
        opens_at = proposal.opens_at
        if opens_at is None and proposal.submission is not None:
            opens_at = proposal.policy.opens_at(now, now)
        running_tally = staked = None
        if proposal.rules.open_ended:
            if current in OPEN:
                staked = await self.chain_readings.staked(proposal)
        elif proposal.opening and not proposal.closing and not is_hidden(proposal):
            running_tally = await self.live_votes.running_tally(proposal_id, proposal.opening)
        actions = await self.decoded_actions.of(proposal)
        return Card(
            space,
            track,
            proposal,
            current,
            actions,
            proposal.ends_at(now),
            running_tally,
            thread,
            card,
            running_tally.delegated_power if running_tally else await self._delegated_power(proposal),
            staked,
            check,
            binding,
            pays_for,
            payout,
            obstacle,
            opens_at,
            promise,
            await self.showing_milestones.of(proposal),
            await self.simulations.of(proposal, actions),
            self.page_access.url_of_proposal(space, proposal_id),
            await self.summaries.of(proposal.content.text),
            await self._worth(proposal, running_tally, actions),
        )

    async def _worth(
        self, proposal: Proposal, running_tally: RunningTally | None, actions: tuple[DecodedAction, ...]
    ) -> VoteWorth | None:
        leverage = running_tally.leverage if running_tally else None
        if leverage is None or leverage.price is None:
            return None
        return await self.vote_worths.of(proposal.space, proposal.rules.power, leverage.price, actions)

    async def _delegated_power(self, proposal: Proposal) -> DelegatedPower | None:
        """What was delegated in a vote that is closed, as its record has it."""
        if proposal.closing is None or proposal.rules.delegation is None or proposal.pays_for is not None:
            return None
        record = await self.record(proposal.id)
        return None if record is None else delegated_power_in(record)

    async def refresh_open(self) -> list[tuple[GuildId, ProposalId, Posted]]:
        """After a start: bring every card that may have fallen behind to what the facts say.

        Those are the cards of votes without a result, whose counts change with every ballot; whatever else changes a
        card asks for its refreshing in its own transaction. Returns those of votes that are open, for the
        reconciliation of their reactions.
        """
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            cards = await repositories.messages.undecided_cards()
            over = await repositories.jobs.begun(JobName.CLOSE_VOTE, now + GRACE)
            await repositories.outbox.add(
                *(RefreshCard(guild, proposal) for guild, proposal, _ in cards), at=now
            )
        self.wake_signal.send()
        return [(guild, proposal, card) for guild, proposal, card in cards if proposal not in over]

    async def card_deleted(self, message: MessageId) -> None:
        """Somebody deleted a message: if it was a card, it is posted again."""
        async with self.uow.reading() as repositories:
            found = await repositories.messages.proposal_of(message)
        if found is None or found[1] != "card":
            return
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            if await repositories.messages.proposal_of(message) != found:
                return
            proposal = await repositories.proposals.get(found[0])
            guild = (await repositories.spaces.get(proposal.space)).guild
            if await repositories.handovers.of(guild) is not None:
                return
            await post_anew(repositories, guild, proposal, since=now, at=now)
        self.wake_signal.send()

    async def record(self, proposal_id: ProposalId) -> bytes | None:
        """The canonical bytes of the record, once the result is final."""
        async with self.uow.reading() as repositories:
            return await repositories.proposals.record(proposal_id)


async def post_anew(
    repositories: Repositories, guild: GuildId, proposal: Proposal, *, since: datetime, at: datetime
) -> None:
    """Have the card posted again, which can't be seen, or not be edited, since then."""
    await repositories.messages.forget(proposal.id, "card")
    # The new card starts without reactions. Ballots stay: nobody votes, or withdraws, by deleting a card.
    for member, emoji in await repositories.reactions.of(proposal.id):
        await repositories.reactions.remove(proposal.id, member, emoji)
    await note_unseen(repositories, proposal, Unseen.GONE, since)
    await repositories.outbox.add(PostCard(guild, proposal.id), at=at)


async def _stage(repositories: Repositories, proposal_id: ProposalId | None) -> Stage | None:
    if proposal_id is None:
        return None
    proposal = await repositories.proposals.get(proposal_id)
    track = await repositories.spaces.track(proposal.track)
    return Stage(
        proposal_id, proposal.number, track.name, await repositories.messages.get(proposal_id, "thread")
    )
