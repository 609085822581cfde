"""From a draft to its discussion: writing, submitting, editing, withdrawing."""

import msgspec

from bot.domain.ballot_formats.candidates import lines_of
from bot.domain.errors import (
    BadChoices,
    BelowThreshold,
    CallOver,
    ChangedSince,
    DraftMoved,
    NotBroughtUp,
    PaymentAgreed,
    TextAgreed,
    TooManyDrafts,
    TooManyEdits,
)
from bot.domain.errors.proposals.bringing_up import OnlyCalls
from bot.domain.ids import GuildId, ProposalId, ProposalNumber, TrackId
from bot.domain.policy.model import Policy
from bot.domain.proposals.brought_up import made_only_of_calls
from bot.domain.proposals.facts import Submission
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.domain.spaces.space import Track
from bot.services.actors import Actor
from bot.services.delivery.notifications import PostDiff, PostEvent, RefreshCard, ShowSponsors
from bot.services.delivery.outbox import WakeSignal
from bot.services.metagovernance.casting import Casting
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.proposals.drafting.authorship import (
    EDIT,
    SUBMIT,
    require_author,
    require_few_undecided,
    require_state,
    require_writer,
    withdrawable,
)
from bot.services.proposals.drafting.content import ContentReading, action_lines
from bot.services.proposals.drafting.executability import Executability
from bot.services.proposals.drafting.previews import Preview, Previews
from bot.services.proposals.drafting.threshold import Backing, ProposalThreshold
from bot.services.proposals.reading import ProposalReading
from bot.services.proposals.stages import executing_rules, proposed_on, require_live, require_open
from bot.services.proposals.thread_opening import ask_for_thread
from bot.services.proposals.visibility import visible
from bot.services.server_acts.vetoes import hold_vetoed, release_vetoed
from bot.services.voting.live.live_votes import LiveVotes

DRAFTS_PER_MEMBER = 20
"""In one space, those that were neither submitted nor discarded."""
MOST_EDITS = 100
"""Each stays as a revision, and is told in the thread."""


class Proposing(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    reading: ProposalReading
    content_reading: ContentReading
    executability: Executability
    previews: Previews
    threshold: ProposalThreshold
    casting: Casting
    live_votes: LiveVotes
    clock: Clock
    wake_signal: WakeSignal

    async def draft(
        self,
        actor: Actor,
        title: str,
        text: str,
        actions: str,
        *,
        choices: str = "",
        track: TrackId | None = None,
    ) -> Preview:
        """A new draft, seen by its author only, on this track (None: the space's first one). `choices`: one a line,
        where the track leaves them to the author.

        Raises TooManyDrafts, TextMissing, TextTooLong, BadAction, BadChoices, NoExecutor, ChangesExecutor,
        NoBatchContract, CastsNothing, NoCastingHere, CannotCast, NotSetUp, SpaceArchived, TrackUnknown, TrackRetired.
        """
        async with self.uow.reading() as repositories:
            on = await proposed_on(repositories, actor.guild, track, actor.channel)
            rules = await executing_rules(repositories, on)
        content = await self.content_reading.read(actor, on.space, rules, title, text, actions, choices)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            if await repositories.proposals.drafts(on.space, actor.member) >= DRAFTS_PER_MEMBER:
                raise TooManyDrafts(DRAFTS_PER_MEMBER)
            proposal_id = await repositories.proposals.add(on.space, on.id, actor.member, content, now)
            proposal = await repositories.proposals.get(proposal_id)
        return await self.previews.of(proposal, on)

    async def edit(
        self,
        actor: Actor,
        proposal_id: ProposalId,
        title: str,
        text: str,
        actions: str,
        *,
        choices: str = "",
        shown: int | None = None,
    ) -> Preview:
        """Change a draft, or a proposal whose vote has not opened: then the thread is shown the difference.

        What passed a temperature check is voted on as it passed there. `shown`: the revision from which the new content
        was written, if that has to be the one of today: several may write a proposal. Raises ProposalUnknown,
        NotAuthor, ChangedSince, TextAgreed, PaymentAgreed, WrongState, TooManyEdits, NotBroughtUp, ExecutorUnproved and
        BeyondLimits where the vote is near, and what `draft` raises.
        """
        proposal, track = await self.reading.get(actor.guild, proposal_id, actor.member)
        require_writer(actor.member, proposal)
        if proposal.origin is not None:
            raise TextAgreed(proposal.number, await self._number(proposal.origin))
        if proposal.release is not None:
            raise PaymentAgreed(proposal.number, await self._number(proposal.release.promise))
        async with self.uow.reading() as repositories:
            rules = await executing_rules(repositories, track, proposal.brought_up)
        content = await self.content_reading.read(
            actor, track.space, rules, title, text, actions, choices, before=proposal.content
        )
        if proposal.submission:
            await self.executability.require(track, rules, content, proposal.brought_up)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await repositories.proposals.get(proposal_id, actor.guild)
            require_state(proposal, now, *EDIT.states)
            _require_shown(proposal, shown)
            # Also where it was brought up while this was read.
            if proposal.brought_up is not None and not made_only_of_calls(content):
                raise NotBroughtUp(OnlyCalls())
            if content != proposal.content:
                revision = await repositories.proposals.revise(proposal_id, content, actor.member, now)
                if revision.number > MOST_EDITS + 1:
                    raise TooManyEdits(MOST_EDITS)
                if proposal.submission:
                    revised = await repositories.proposals.get(proposal_id)
                    await hold_vetoed(repositories, revised, actor.guild, now)
                    await repositories.outbox.add(
                        PostDiff(guild=actor.guild, proposal=proposal_id, revision=revision.number), at=now
                    )
                elif proposal.sponsor_call is not None and not proposal.sponsor_call.ended:
                    # Sponsors stand behind what they have read.
                    await repositories.sponsorships.end(proposal_id)
                    await repositories.outbox.add(ShowSponsors(actor.guild, proposal_id), at=now)
            proposal = await repositories.proposals.get(proposal_id)
        self.wake_signal.send()
        return await self.previews.of(proposal, track)

    async def add_action(self, actor: Actor, proposal_id: ProposalId, line: str) -> Preview:
        """Add one action, or a change of reputation, to those that the proposal has.

        Raises what `editable` and `edit` raise.
        """
        proposal = await self.reading.editable(actor, proposal_id)
        content = proposal.content
        lines = "\n".join(filter(None, [action_lines(content), line]))
        choices = lines_of(content.choices, content.candidates)
        written = content.title, content.text, lines
        return await self.edit(actor, proposal_id, *written, choices=choices, shown=proposal.revision)

    async def submit(self, actor: Actor, proposal_id: ProposalId, *, shown: int | None = None) -> Proposal:
        """Open the discussion, if the author holds the proposal threshold on chain now.

        `shown`: the revision that the author has seen, if no other one may be submitted. With actions, it must be
        proved that the executor belongs to the space. Raises ProposalUnknown, SpaceArchived, BelowThreshold, NoWallet,
        NotAuthor, ChangedSince, WrongState, DraftMoved, BadChoices, TooManyUndecided, ExecutorUnproved, BeyondLimits,
        CannotCast, NoCode, WrongContract, ChainUnavailable.
        """
        proposal, track = await self.reading.get(actor.guild, proposal_id, actor.member)
        require_author(actor.member, proposal)
        _require_shown(proposal, shown)
        if state(proposal, self.clock.now()) is State.SPONSORING:
            return await self.submit_sponsored(actor.guild, proposal_id)
        await self.require_submittable(proposal, track)
        return await self._submit(actor.guild, proposal, track, await self.threshold.require(actor, track))

    async def submit_sponsored(self, guild: GuildId, proposal_id: ProposalId) -> Proposal:
        """As `submit`, for a draft behind which author and sponsors stand together.

        Raises ProposalUnknown, BelowThreshold, WrongState, ChangedSince, BadChoices, TooManyUndecided,
        ExecutorUnproved, BeyondLimits, CannotCast, NoCode, WrongContract, ChainUnavailable.
        """
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id, guild)
            track = await repositories.spaces.track(proposal.track)
            sponsorships = await repositories.sponsorships.of(proposal_id) if track.policy.sponsoring else []
        require_state(proposal, self.clock.now(), State.SPONSORING)
        assert proposal.sponsor_call is not None
        await self.require_submittable(proposal, track)
        roles = proposal.sponsor_call.roles
        return await self._submit(
            guild, proposal, track, await self.threshold.backing(guild, proposal, track, roles, sponsorships)
        )

    async def require_submittable(self, proposal: Proposal, track: Track) -> None:
        """Before a draft is submitted, or shown to everybody for that. Raises WrongState, BadChoices, TrackRetired,
        ExecutorUnproved, BeyondLimits, CannotCast, NoCode, WrongContract, ChainUnavailable."""
        require_state(proposal, self.clock.now(), *SUBMIT.states)
        if (lacks := proposal.ballot_lacks) is not None:
            raise BadChoices(lacks)
        require_open(track)
        async with self.uow.reading() as repositories:
            rules = await executing_rules(repositories, track, proposal.brought_up)
        await self.executability.require(track, rules, proposal.content, proposal.brought_up)
        await self.casting.require_in_time(rules, proposal.content, self.clock.now())

    async def _submit(self, guild: GuildId, read: Proposal, track: Track, backing: Backing) -> Proposal:
        """What was `read` is submitted, if all who stand behind it still do. Raises what `submit_sponsored` raises."""
        now, sponsored = self.clock.now(), bool(backing.sponsors)
        async with self.uow.writing() as repositories:
            proposal = await repositories.proposals.get(read.id, guild)
            require_state(proposal, now, *((State.SPONSORING,) if sponsored else SUBMIT.states))
            if proposal.track != track.id:
                # What was asked of the author, was asked by the rules of another track.
                raise DraftMoved
            _require_shown(proposal, read.revision)
            if sponsored:
                if proposal.sponsor_call != read.sponsor_call:
                    raise CallOver
                await _require_sponsors(repositories, proposal, track.policy, backing)
            await require_few_undecided(repositories, proposal, track.policy)
            space = await repositories.spaces.get(proposal.space)
            require_live(space)
            if proposal.brought_up is not None:
                require_live(await repositories.spaces.get(proposal.brought_up.space))
            number = await repositories.proposals.next_number(proposal.space)
            submission = Submission(
                now, backing.author, backing.blocks, space.guardians, number, backing.sponsors
            )
            await repositories.proposals.submit(proposal.id, submission)
            await ask_for_thread(repositories, proposal.id, guild, now, proposal.brought_up)
            if proposal.sponsor_call is not None:
                await repositories.outbox.add(ShowSponsors(guild, proposal.id), at=now)
            proposal = await repositories.proposals.get(proposal.id)
            await hold_vetoed(repositories, proposal, guild, now)
        self.wake_signal.send()
        return proposal

    async def withdraw(self, actor: Actor, proposal_id: ProposalId) -> Proposal:
        """The author takes it back: until the vote opens, or as long as one without an end is open. Returns it as it
        was.

        Raises ProposalUnknown, NotAuthor, WrongState.
        """
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await visible(repositories, proposal_id, actor.guild, actor.member)
            require_writer(actor.member, proposal)
            require_state(proposal, now, *withdrawable(proposal))
            await repositories.proposals.withdraw(proposal_id, now)
            if proposal.submission:
                await release_vetoed(repositories, proposal, actor.guild, now)
                await repositories.outbox.add(
                    PostEvent(guild=actor.guild, proposal=proposal_id, event="withdrawn"),
                    RefreshCard(actor.guild, proposal_id),
                    at=now,
                )
            elif proposal.sponsor_call is not None:
                await repositories.sponsorships.end(proposal_id)
                await repositories.outbox.add(ShowSponsors(actor.guild, proposal_id), at=now)
        self.live_votes.end(proposal_id)
        self.wake_signal.send()
        return proposal

    async def _number(self, proposal: ProposalId) -> ProposalNumber:
        async with self.uow.reading() as repositories:
            return (await repositories.proposals.get(proposal)).number


def _require_shown(proposal: Proposal, revision: int | None) -> None:
    """Raises ChangedSince where the proposal says something else than what was looked at."""
    if revision is not None and proposal.revision != revision:
        raise ChangedSince(proposal.revision)


async def _require_sponsors(
    repositories: Repositories, proposal: Proposal, policy: Policy, backing: Backing
) -> None:
    """That those who still stand behind it hold enough, by what was read. Raises BelowThreshold."""
    standing = {each.member for each in await repositories.sponsorships.of(proposal.id)}
    held = backing.author + sum(each.power for each in backing.sponsors if each.member in standing)
    if held < backing.total:
        raise BelowThreshold(
            held,
            policy.proposal_threshold,
            backing.blocks,
            policy.power.symbol,
            policy.power.decimals,
            wallets=0,
            sponsoring=True,
        )
