"""A draft as it will look, and what its actions would do now."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

import msgspec

from bot.domain.actions.actions import DecodedAction
from bot.domain.actions.limits import Breach
from bot.domain.actions.simulation import Simulation, Trial
from bot.domain.errors import NoCode, WrongContract
from bot.domain.executors import AnyExecutor, AnyRefusal
from bot.domain.ids import ChainId, ProposalId
from bot.domain.metagovernance.foreign_vote import ForeignVote
from bot.domain.policy.model import Policy
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.domain.server_acts.kind import ActKind
from bot.domain.spaces.space import Space, Track
from bot.services.actors import Actor
from bot.services.execution.limits_above import who_may_allow
from bot.services.execution.simulations import Simulations, made_by
from bot.services.metagovernance.casting import Casting, time_to_sign
from bot.services.milestones.showing import ShowingMilestones, ShownMilestone
from bot.services.ports import ActionCodec, Chain, Clock, Executors, UnitOfWork
from bot.services.proposals.decoded_actions import DecodedActions
from bot.services.proposals.drafting.executability import Executability
from bot.services.proposals.drafting.shortfalls import Shortfall, shortfalls
from bot.services.proposals.reading import ProposalReading
from bot.services.proposals.stages import executing_rules


class Hindrance(msgspec.Struct, frozen=True):
    """What keeps one executor from making its actions."""

    executor: AnyExecutor
    shortfalls: tuple[Shortfall, ...] = ()
    """Of what more is sent than it holds now."""
    refusal: AnyRefusal | None = None
    """What else would stop its actions now."""


class Preview(msgspec.Struct, frozen=True):
    """A draft as it will look."""

    proposal: Proposal
    track: Track
    actions: tuple[DecodedAction, ...]
    state: State
    hindrances: tuple[Hindrance, ...] = ()
    """What would keep its executors from making the actions now, of those of which something would."""
    trials: tuple[Trial, ...] = ()
    """What they would do now, chain by chain; none where there are none, and where it is clear what they lack."""
    foreign_vote: ForeignVote | None = None
    """How the vote elsewhere stands in which it has votes cast; None where it has none."""
    time_to_sign: timedelta | None = None
    """What is left there after the timelock here, if it were submitted now; None where nothing tells."""
    breaches: tuple[Breach, ...] = ()
    """How they break the limits of the track that carries them out."""
    milestones: tuple[ShownMilestone, ...] = ()
    """What it promises to pay later."""
    above: Space | None = None
    """Who may decide on what is beyond the limits that were set from above; None where nothing is."""
    acts: tuple[ActKind, ...] = ()
    """What its lines may change in the server."""
    streams: bool = False
    """Whether its lines can pay somebody little by little: the operator has named contracts for that."""


class Previews(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    reading: ProposalReading
    chains: Mapping[ChainId, Chain]
    executors: Executors
    decoded_actions: DecodedActions
    simulations: Simulations
    executability: Executability
    casting: Casting
    codec: ActionCodec
    showing_milestones: ShowingMilestones
    clock: Clock

    async def show(self, actor: Actor, proposal_id: ProposalId) -> Preview:
        """The proposal as it will look. Raises ProposalUnknown."""
        proposal, track = await self.reading.get(actor.guild, proposal_id, actor.member)
        return await self.of(proposal, track)

    async def of(self, proposal: Proposal, track: Track) -> Preview:
        """The proposal, which stands on this track, as it will look."""
        policy = proposal.policy
        actions = await self.decoded_actions.read(proposal.space, proposal.content.actions, policy)
        hindrances: list[Hindrance] = []
        trials = {trial.chain: trial for trial in await self.simulations.all_now(policy, actions)}
        for executor in policy.executors:
            made = made_by(executor, actions)
            if not made or executor.chain not in self.chains:
                continue
            lacking = await shortfalls(self.chains[executor.chain], executor.holder, made)
            refusal: AnyRefusal | None = None
            # What is no such executor any more is refused where it is asked for something.
            with suppress(NoCode, WrongContract):
                refusal = await self.executors[executor.kind].stopped_by(
                    executor, [decoded.action for decoded in made]
                )
            trial = trials.get(executor.chain)
            if lacking and trial is not None and trial.fails:
                del trials[executor.chain]
                trial = None
            told = bool(lacking) or (trial is not None and isinstance(trial.simulation, Simulation))
            if told and refusal is not None and refusal.for_want_of_funds:
                # It is said already, with what is missing, or with what each of the actions would do.
                refusal = None
            if lacking or refusal is not None:
                hindrances.append(Hindrance(executor, lacking, refusal))
        async with self.uow.reading() as repositories:
            rules = await executing_rules(repositories, track, proposal.brought_up)
            breaking = await self.executability.breaches(repositories, track, rules, proposal.content)
            above = await who_may_allow(repositories, proposal.space, breaking)
        vote, left = None, None
        with suppress(NoCode, WrongContract):
            if (vote := await self.casting.vote(rules, proposal.content)) is not None:
                left = time_to_sign(rules, vote, self.clock.now())
        return Preview(
            proposal,
            track,
            actions,
            state(proposal, self.clock.now()),
            tuple(hindrances),
            tuple(trials.values()),
            vote,
            left,
            breaking,
            await self.showing_milestones.of(proposal),
            above,
            _acts(proposal, rules),
            any(self.codec.makes_streams(executor.chain) for executor in rules.executors),
        )


def _acts(proposal: Proposal, rules: Policy) -> tuple[ActKind, ...]:
    """What may be changed by its lines in the server, by the rules that carry it out. What a part has brought up
    changes nothing there."""
    return () if rules.server is None or proposal.brought_up is not None else rules.server.acts
