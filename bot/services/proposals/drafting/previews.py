"""A draft as it will look, and what its actions would do now."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.actions.actions import DecodedAction
from bot.domain.actions.limits import Breach
from bot.domain.actions.simulation import AnySimulation, Simulation
from bot.domain.errors import NoCode, WrongContract
from bot.domain.executors import AnyRefusal
from bot.domain.ids import ChainId, ProposalId
from bot.domain.metagovernance.foreign_vote import ForeignVote
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.domain.spaces.space import Track
from bot.services.actors import Actor
from bot.services.execution.simulations import Simulations
from bot.services.metagovernance.casting import Casting, time_to_sign
from bot.services.milestones.showing import ShowingMilestones, ShownMilestone
from bot.services.ports import Chain, Clock, Executors, UnitOfWork
from bot.services.proposals.decoded_actions import DecodedActions
from bot.services.proposals.drafting.executability import Executability
from bot.services.proposals.drafting.shortfalls import Shortfall, shortfalls
from bot.services.proposals.reading import ProposalReading
from bot.services.proposals.stages import executing_rules


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
    milestones: tuple[ShownMilestone, ...] = ()
    """What it promises to pay later."""


@dataclass(frozen=True)
class Previews:
    uow: UnitOfWork
    reading: ProposalReading
    chains: Mapping[ChainId, Chain]
    executors: Executors
    decoded_actions: DecodedActions
    simulations: Simulations
    executability: Executability
    casting: Casting
    showing_milestones: ShowingMilestones
    clock: Clock

    async def show(self, actor: Actor, proposal_id: ProposalId) -> Preview:
        """The proposal as it will look. Raises ProposalUnknown."""
        proposal, track = await self.reading.get(actor.guild, proposal_id, actor.member)
        return await self.of(proposal, track)

    async def of(self, proposal: Proposal, track: Track) -> Preview:
        """The proposal, which stands on this track, as it will look."""
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
            breaking = await self.executability.breaches(repositories, track, rules, proposal.content)
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
            await self.showing_milestones.of(proposal),
        )
