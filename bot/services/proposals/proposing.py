"""From a draft to its discussion: writing, submitting, editing, withdrawing."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.accounts.accounts import NamedAccount, mentioned
from bot.domain.accounts.mandate import not_mandated
from bot.domain.accounts.wallet import covered, proved_on, uncovered
from bot.domain.actions.actions import ACTIONS_LIMIT, Action, DecodedAction, numbered
from bot.domain.actions.limits import Breach
from bot.domain.actions.simulation import AnySimulation, Simulation
from bot.domain.ballot_formats.authors_choices import authors_choices, lines_of
from bot.domain.blocks import BlockRef
from bot.domain.conviction.pool import requested_of
from bot.domain.errors import (
    BadAction,
    BadAddress,
    BadChoices,
    BelowThreshold,
    BeyondLimits,
    ChainUnavailable,
    NoCode,
    NoExecutor,
    NoWallet,
    TextAgreed,
    TextMissing,
    TextTooLong,
    TooManyDrafts,
    TooManyEdits,
    WrongContract,
)
from bot.domain.errors.inputs import (
    TextField,
)
from bot.domain.errors.outside import (
    PowerUnread,
)
from bot.domain.errors.proposals.actions import BadAddressOf
from bot.domain.errors.proposals.choices import NoneNamed
from bot.domain.executors import AnyRefusal
from bot.domain.ids import ChainId, GuildId, MemberId, Power, ProposalId, ProposalNumber, TrackId
from bot.domain.metagovernance.casting import LONGEST_TITLE, ForeignProposal
from bot.domain.metagovernance.foreign_vote import ForeignVote
from bot.domain.metagovernance.lines import CastLine, cast_in
from bot.domain.metagovernance.lines import line_of as cast_line
from bot.domain.metagovernance.outcome import possible_actions
from bot.domain.policy.model import Policy
from bot.domain.power import Holder
from bot.domain.proposals.facts import Content, Revision, Submission
from bot.domain.proposals.proposal import Proposal, State, state
from bot.domain.reputation.grants import grants_in, line_of
from bot.domain.reputation.rewards import without_wallets
from bot.domain.spaces.space import Track
from bot.services.accounts.reading import AccountReading
from bot.services.actors import Actor
from bot.services.delegation.delegated_power import DelegatedPowers, undelegated_of
from bot.services.delivery.notifications import PostDiff, PostEvent, RefreshCard
from bot.services.delivery.outbox import WakeSignal
from bot.services.execution.simulations import Simulations
from bot.services.execution.track_limits import TrackLimits
from bot.services.governance.executor_proofs import ExecutorProofs
from bot.services.metagovernance.casting import Casting, time_to_sign
from bot.services.ports import ActionCodec, Chain, Clock, Executors, Repositories, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.power.snapshots import chains_of, common_blocks
from bot.services.proposals.authorship import (
    EDITABLE,
    require_author,
    require_few_undecided,
    require_state,
    withdrawable,
)
from bot.services.proposals.decoded_actions import DecodedActions
from bot.services.proposals.shortfalls import Shortfall, shortfalls
from bot.services.proposals.stages import executing_rules, executing_track, proposed_on, require_open
from bot.services.proposals.thread_opening import ask_for_thread
from bot.services.proposals.visibility import visible
from bot.services.reputation.reputation import held_now
from bot.services.voting.live.live_votes import LiveVotes

TITLE_LIMIT = 100
"""A thread's name may have so many characters."""
TEXT_LIMIT = 3500
"""With title and notes around it, the text must fit into one message of 4,000."""
ACTION_LINES_LIMIT = 4_000
"""Characters of all actions as they are written: a field of a form holds no more."""
DRAFTS_PER_MEMBER = 20
"""In one space, those that were neither submitted nor discarded."""
MOST_EDITS = 100
"""Each stays as a revision, and is told in the thread."""
LISTED = 200
"""So many of the newest proposals are looked through."""


@dataclass(frozen=True)
class Preview:
    """A draft as it will look."""

    proposal: Proposal
    track: Track
    actions: tuple[DecodedAction, ...]
    state: State
    shortfalls: tuple[Shortfall, ...] = ()
    """Of what more is sent than its executor holds now."""
    refusal: AnyRefusal | None = None
    """What else would stop its actions now."""
    simulation: AnySimulation | None = None
    """What they would do now; None where there are none, and where it is clear what they lack."""
    foreign_vote: ForeignVote | None = None
    """How the vote elsewhere stands in which it has votes cast; None where it has none."""
    time_to_sign: timedelta | None = None
    """What is left there after the timelock here, if it were submitted now; None where nothing tells."""
    breaches: tuple[Breach, ...] = ()
    """How they break the limits of the track that carries them out."""


@dataclass(frozen=True)
class Proposing:
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    executors: Executors
    codec: ActionCodec
    decoded_actions: DecodedActions
    simulations: Simulations
    account_reading: AccountReading
    executor_proofs: ExecutorProofs
    track_limits: TrackLimits
    casting: Casting
    powers: Powers
    delegated_powers: DelegatedPowers
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
        NoBatchContract, CastsNothing, NoCastingHere, CannotCast, NotSetUp, TrackUnknown, TrackRetired.
        """
        async with self.uow.reading() as repositories:
            on = await proposed_on(repositories, actor.guild, track)
            rules = await executing_rules(repositories, on)
        content = await self._content(actor, rules, title, text, actions, choices)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            if await repositories.proposals.drafts(on.space, actor.member) >= DRAFTS_PER_MEMBER:
                raise TooManyDrafts(DRAFTS_PER_MEMBER)
            proposal_id = await repositories.proposals.add(on.space, on.id, actor.member, content, now)
            proposal = await repositories.proposals.get(proposal_id)
        return await self._preview(proposal, on)

    async def edit(
        self, actor: Actor, proposal_id: ProposalId, title: str, text: str, actions: str, *, choices: str = ""
    ) -> Preview:
        """Change a draft, or a proposal whose vote has not opened: then the thread is shown the difference.

        What passed a temperature check is voted on as it passed there. Raises ProposalUnknown, NotAuthor, TextAgreed,
        WrongState, TooManyEdits, ExecutorUnproved and BeyondLimits where the vote is near, and what `draft` raises.
        """
        proposal, track = await self.get(actor.guild, proposal_id, actor.member)
        require_author(actor.member, proposal)
        if proposal.origin is not None:
            raise TextAgreed(proposal.number, await self._number(proposal.origin))
        async with self.uow.reading() as repositories:
            rules = await executing_rules(repositories, track)
        content = await self._content(actor, rules, title, text, actions, choices, before=proposal.content)
        if proposal.submission:
            await self._require_executable(track, rules, content)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await repositories.proposals.get(proposal_id, actor.guild)
            require_state(proposal, now, *EDITABLE)
            if content != proposal.content:
                revision = await repositories.proposals.revise(proposal_id, content, actor.member, now)
                if revision.number > MOST_EDITS + 1:
                    raise TooManyEdits(MOST_EDITS)
                if proposal.submission:
                    await repositories.outbox.add(
                        PostDiff(guild=actor.guild, proposal=proposal_id, revision=revision.number), at=now
                    )
            proposal = await repositories.proposals.get(proposal_id)
        self.wake_signal.send()
        return await self._preview(proposal, track)

    async def add_action(self, actor: Actor, proposal_id: ProposalId, line: str) -> Preview:
        """Add one action, or a change of reputation, to those that the proposal has.

        Raises what `editable` and `edit` raise.
        """
        content = (await self.editable(actor, proposal_id)).content
        lines = "\n".join(filter(None, [action_lines(content), line]))
        choices = lines_of(content.choices)
        return await self.edit(actor, proposal_id, content.title, content.text, lines, choices=choices)

    async def preview(self, actor: Actor, proposal_id: ProposalId) -> Preview:
        """The proposal as it will look. Raises ProposalUnknown."""
        proposal, track = await self.get(actor.guild, proposal_id, actor.member)
        return await self._preview(proposal, track)

    async def submit(self, actor: Actor, proposal_id: ProposalId) -> Proposal:
        """Open the discussion, if the author holds the proposal threshold on chain now.

        With actions, it must be proved that the executor belongs to the space. Raises ProposalUnknown, BelowThreshold,
        NoWallet, NotAuthor, WrongState, BadChoices, TooManyUndecided, ExecutorUnproved, BeyondLimits, CannotCast,
        NoCode, WrongContract, ChainUnavailable.
        """
        proposal, track = await self.get(actor.guild, proposal_id, actor.member)
        require_author(actor.member, proposal)
        require_state(proposal, self.clock.now(), State.DRAFT)
        if not proposal.has_choices:
            raise BadChoices(NoneNamed())
        require_open(track)
        async with self.uow.reading() as repositories:
            rules = await executing_rules(repositories, track)
        await self._require_executable(track, rules, proposal.content)
        await self.casting.require_in_time(rules, proposal.content, self.clock.now())
        held, blocks = await self._threshold(actor, track)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await repositories.proposals.get(proposal_id, actor.guild)
            require_state(proposal, now, State.DRAFT)
            await require_few_undecided(repositories, proposal, track.policy)
            guardians = (await repositories.spaces.get(proposal.space)).guardians
            number = await repositories.proposals.next_number(proposal.space)
            submission = Submission(now, held, tuple(blocks), guardians, number)
            await repositories.proposals.submit(proposal_id, submission)
            await ask_for_thread(repositories, proposal_id, actor.guild, now)
            proposal = await repositories.proposals.get(proposal_id)
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
            require_author(actor.member, proposal)
            require_state(proposal, now, *withdrawable(proposal))
            await repositories.proposals.withdraw(proposal_id, now)
            if proposal.submission:
                await repositories.outbox.add(
                    PostEvent(guild=actor.guild, proposal=proposal_id, event="withdrawn"),
                    RefreshCard(actor.guild, proposal_id),
                    at=now,
                )
        self.live_votes.end(proposal_id)
        self.wake_signal.send()
        return proposal

    async def get(
        self, guild: GuildId, proposal_id: ProposalId, viewer: MemberId | None = None
    ) -> tuple[Proposal, Track]:
        """What the viewer (None: everybody) may see. Raises ProposalUnknown."""
        async with self.uow.reading() as repositories:
            proposal = await visible(repositories, proposal_id, guild, viewer)
            return proposal, await repositories.spaces.track(proposal.track)

    async def numbered(self, guild: GuildId, number: ProposalNumber) -> Proposal:
        """The server's proposal that people know by this number. Raises ProposalUnknown."""
        async with self.uow.reading() as repositories:
            return await repositories.proposals.get(await repositories.proposals.numbered(guild, number))

    async def editable(self, actor: Actor, proposal_id: ProposalId) -> Proposal:
        """The actor's own proposal, while it can be edited. Raises ProposalUnknown, NotAuthor, WrongState."""
        proposal, _ = await self.get(actor.guild, proposal_id, actor.member)
        require_author(actor.member, proposal)
        require_state(proposal, self.clock.now(), *EDITABLE)
        return proposal

    async def withdrawable(self, actor: Actor, proposal_id: ProposalId) -> Proposal:
        """The actor's own proposal, while it can be taken back. Raises ProposalUnknown, NotAuthor, WrongState."""
        proposal, _ = await self.get(actor.guild, proposal_id, actor.member)
        require_author(actor.member, proposal)
        require_state(proposal, self.clock.now(), *withdrawable(proposal))
        return proposal

    async def newest(self, actor: Actor, *, limit: int = LISTED) -> list[tuple[Proposal, State]]:
        """The newest proposals of the server that the actor may see, and where each stands now."""
        now = self.clock.now()
        found = await self.of_guild(actor.guild, actor.member, limit=limit)
        return [(proposal, state(proposal, now)) for proposal in found]

    async def of_guild(self, guild: GuildId, viewer: MemberId, *, limit: int = 25) -> list[Proposal]:
        """The newest first, of those that the viewer may see."""
        async with self.uow.reading() as repositories:
            return await repositories.proposals.of_guild(guild, limit=limit, drafts_of=viewer)

    async def revisions(
        self, guild: GuildId, proposal_id: ProposalId, viewer: MemberId | None = None
    ) -> list[Revision]:
        """The oldest first, if the viewer (None: everybody) may see them. Raises ProposalUnknown."""
        async with self.uow.reading() as repositories:
            await visible(repositories, proposal_id, guild, viewer)
            return await repositories.proposals.revisions(proposal_id)

    async def _number(self, proposal: ProposalId) -> ProposalNumber:
        async with self.uow.reading() as repositories:
            return (await repositories.proposals.get(proposal)).number

    async def _content(
        self,
        actor: Actor,
        policy: Policy,
        title: str,
        text: str,
        lines: str,
        choices: str,
        *,
        before: Content | None = None,
    ) -> Content:
        title, text = title.strip(), text.strip()
        for name, value in ((TextField.TITLE, title), (TextField.TEXT, text)):
            if not value:
                raise TextMissing(name)
        for name, value, limit in (
            (TextField.TITLE, title, TITLE_LIMIT),
            (TextField.TEXT, text, TEXT_LIMIT),
            (TextField.LINES, lines, ACTION_LINES_LIMIT),
        ):
            if len(value) > limit:
                raise TextTooLong(name, len(value), limit)
        named = authors_choices(choices) if policy.choices_from == "proposal" else ()
        grants, lines = grants_in(lines)
        named_vote, lines = cast_in(lines)
        foreign = await self._foreign(actor, policy, named_vote) if named_vote else None
        actions: tuple[Action, ...] = ()
        if lines.strip():
            if policy.executor is None:
                raise NoExecutor
            chain = self.chains[policy.executor.chain]
            actions = await self.codec.parse(
                lines,
                chain.id,
                await chain.latest(),
                account=policy.executor.holder,
                names=self.account_reading.on(actor.guild, chain),
            )
            actions = with_names_of(before, actions)
            calls = sum(1 for _ in numbered(self.codec.decode_unread(actions)))
            if calls > ACTIONS_LIMIT:
                raise TextTooLong(TextField.ACTIONS, calls, ACTIONS_LIMIT)
            if actions:
                await self.executors[policy.executor.kind].examine(policy.executor, actions)
        content = Content(title, text, actions, named, requested_of(policy, actions), grants, foreign)
        if await self.casting.looked_at(policy, content) is not None and policy.executor is not None:
            called = possible_actions(policy, content)
            await self.executors[policy.executor.kind].examine(policy.executor, called)
        return content

    async def _foreign(self, actor: Actor, policy: Policy, line: CastLine) -> ForeignProposal:
        """The vote elsewhere that a line names. Raises BadAction, NoExecutor, ChainUnavailable."""
        if policy.executor is None:
            raise NoExecutor
        chain = self.chains[policy.executor.chain]
        try:
            found = await self.account_reading.named(actor.guild, line.governor, chain)
        except BadAddress as bad:
            raise BadAction(line.number, line.line, BadAddressOf(bad.text, bad.fault)) from None
        governor = found.account if isinstance(found, NamedAccount) else found
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_guild(actor.guild)
            shown = await repositories.mirrored_proposals.of_contract(space.id, chain.id, governor, line.id)
        title = shown.title[:LONGEST_TITLE] if shown else ""
        return ForeignProposal(chain.id, governor, line.id, title)

    async def _require_executable(self, track: Track, rules: Policy, content: Content) -> None:
        """Raises ExecutorUnproved where nobody has proved that what carries out the actions belongs to the space, and
        BeyondLimits where the track doesn't allow them, or will have too little left."""
        if content.acts and rules.executor is not None:
            await self.executor_proofs.require(track.space, rules.executor)
            async with self.uow.reading() as repositories:
                if found := await self._breaches(repositories, track, rules, content):
                    raise BeyondLimits(found)

    async def _breaches(
        self, repositories: Repositories, track: Track, rules: Policy, content: Content
    ) -> tuple[Breach, ...]:
        """How the actions would break the limits of the track that carries them out, as soon as it could."""
        last = await executing_track(repositories, track)
        at = self.clock.now() + last.policy.soonest
        return await self.track_limits.breaches(
            repositories, rules, last.id, possible_actions(rules, content), at
        )

    async def _preview(self, proposal: Proposal, track: Track) -> Preview:
        policy = track.policy
        actions = await self.decoded_actions.read(proposal.space, proposal.content.actions, policy)
        lacking: tuple[Shortfall, ...] = ()
        refusal: AnyRefusal | None = None
        simulation: AnySimulation | None = None
        if actions and policy.executor is not None:
            chain = self.chains[policy.executor.chain]
            lacking = await shortfalls(chain, policy.executor.holder, actions)
            # What is no such executor any more is refused where it is asked for something.
            with suppress(NoCode, WrongContract):
                executor = self.executors[policy.executor.kind]
                refusal = await executor.stopped_by(policy.executor, proposal.content.actions)
            simulation = await self.simulations.now(policy, actions)
            if lacking and isinstance(simulation, Simulation) and simulation.failing:
                simulation = None
            told = bool(lacking) or isinstance(simulation, Simulation)
            if told and refusal is not None and refusal.for_want_of_funds:
                # It is said already, with what is missing, or with what each of the actions would do.
                refusal = None
        async with self.uow.reading() as repositories:
            rules = await executing_rules(repositories, track)
            breaking = await self._breaches(repositories, track, rules, proposal.content)
        vote, left = None, None
        with suppress(NoCode, WrongContract):
            if (vote := await self.casting.vote(rules, proposal.content)) is not None:
                left = time_to_sign(rules, vote, self.clock.now())
        return Preview(
            proposal,
            track,
            actions,
            state(proposal, self.clock.now()),
            lacking,
            refusal,
            simulation,
            vote,
            left,
            breaking,
        )

    async def _threshold(self, actor: Actor, track: Track) -> tuple[Power, list[BlockRef]]:
        policy = track.policy
        async with self.uow.reading() as repositories:
            linked = (await repositories.wallets.of_members(actor.guild, [actor.member])).get(
                actor.member, []
            )
            now = self.clock.now()
            reputation = await held_now(repositories, track, actor.member, now)
        counting = covered(linked, now, policy.trust)
        if linked and not counting and policy.proposal_threshold and not without_wallets(policy):
            raise not_mandated(None, uncovered(linked, now, policy.trust), policy.trust)
        if not linked and policy.proposal_threshold and not without_wallets(policy):
            raise NoWallet
        at = await common_blocks(self.chains, chains_of(policy.power))
        wallets = tuple(wallet.address for wallet in counting)
        holder = Holder(wallets, actor.roles & policy.power.roles, reputation, proved_on(linked))
        power = await self.powers.now(policy.power, holder, at)
        held = power.total
        if held is None:
            raise ChainUnavailable(next(iter(at)), "", PowerUnread(author=True))
        if held < policy.proposal_threshold:
            raise BelowThreshold(
                held,
                policy.proposal_threshold,
                tuple(at.values()),
                policy.power.symbol,
                policy.power.decimals,
                len(linked),
                undelegated_of(await self.delegated_powers.undelegated(power, at.values())),
            )
        return held, list(at.values())


def with_names_of(before: Content | None, actions: Sequence[Action]) -> tuple[Action, ...]:
    """The actions, each with the names by which its accounts were written before.

    In their lines stand the addresses that the names were found to be: those stay, whatever the names lead to today.
    """
    known = [name for action in before.actions for name in action.names] if before else []
    return tuple(
        replace(action, names=tuple(dict.fromkeys((*action.names, *mentioned(known, action.line)))))
        for action in actions
    )


def action_lines(content: Content) -> str:
    """The actions as they were written, one a line, and what is given and taken of reputation."""
    named = [] if content.foreign is None else [cast_line(content.foreign)]
    return "\n".join([*(action.line for action in content.actions), *map(line_of, content.grants), *named])
