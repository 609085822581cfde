"""What people have to do for a request, as they read it where it is posted."""

from collections.abc import Mapping

import msgspec

from bot.domain.actions.simulation import AnySimulation
from bot.domain.executors import AnyInstructions, ExecutionRequest
from bot.domain.ids import Address, GuildId, MemberId, ProposalId, RequestId
from bot.domain.proposals.proposal import Proposal
from bot.services.execution.queue import Queue, RequestQueue
from bot.services.execution.simulations import Simulations, made_by
from bot.services.ports import Executors, Posted, UnitOfWork
from bot.services.proposals.decoded_actions import DecodedActions


class ToSign(msgspec.Struct, frozen=True):
    """A request as those read it who carry it out."""

    request: ExecutionRequest
    instructions: AnyInstructions
    members: Mapping[Address, MemberId]
    """Whose linked wallets the accounts are that have to sign."""
    simulation: AnySimulation | None = None
    """What it would do now, before it is carried out."""
    queue: Queue = msgspec.field(default_factory=Queue)
    """What has to be carried out before it."""


def shown_as(request: RequestId) -> str:
    """As what the message is stored that shows a request."""
    return f"request {request}"


class RequestInstructions(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    executors: Executors
    simulations: Simulations
    decoded_actions: DecodedActions
    request_queue: RequestQueue

    async def to_sign(self, guild: GuildId, proposal: Proposal, request: ExecutionRequest) -> ToSign:
        """What people have to do for a request of the proposal now. Raises NoCode, WrongContract, ChainUnavailable."""
        instructions = await self.executors[request.kind].instructions(request)
        async with self.uow.reading() as repositories:
            chain = request.executor.chain
            members = await repositories.wallets.owners(guild, instructions.owners, chain)
        simulation = None
        if request.execution is None and request.held_until is None:
            actions = made_by(request.executor, await self.decoded_actions.of(proposal))
            simulation = await self.simulations.now(request.executor, actions)
        queue = await self.request_queue.before(guild, request, instructions.first)
        return ToSign(request, instructions, members, simulation, queue)

    async def shown(self, proposal: ProposalId, request: RequestId) -> Posted | None:
        """Where those who carry a request out read what to sign; None before it is posted."""
        async with self.uow.reading() as repositories:
            return await repositories.messages.get(proposal, shown_as(request))
