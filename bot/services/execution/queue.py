"""What an executor has to carry out before a request: only as much of it as the request's own server may know."""

from collections.abc import Mapping
from enum import Enum

import msgspec

from bot.domain.errors import StoredDataInvalid
from bot.domain.executors import ExecutionRequest, SafeStage
from bot.domain.ids import ChannelId, GuildId, ProposalId, ProposalNumber
from bot.services.ports import Repositories, UnitOfWork

_MOST_NAMED = 8


class Holder(Enum):
    """Whose a place in an executor's order is."""

    PROPOSAL = "proposal"
    """A proposal's of the same server."""
    ELSEWHERE = "elsewhere"
    """Another server's, of which nothing more is told."""
    SOMEBODY = "somebody"
    """Not the bot's: those who carry it out are shown something that it knows nothing of."""
    NOBODY = "nobody"
    """Nothing is known to stand there, so that nothing moves until something does."""


class Ahead(msgspec.Struct, frozen=True):
    """One place before a request's."""

    nonce: int
    holder: Holder
    number: ProposalNumber | None = None
    title: str = ""
    thread: ChannelId | None = None


class Queue(msgspec.Struct, frozen=True):
    """The places before a request's, the first ones by name."""

    first: int = 0
    last: int = -1
    named: tuple[Ahead, ...] = ()

    @property
    def more(self) -> int:
        """How many there are that are not named."""
        return self.last + 1 - self.first - len(self.named)


class RequestQueue(msgspec.Struct, frozen=True):
    uow: UnitOfWork

    async def before(self, guild: GuildId, request: ExecutionRequest, first: int) -> Queue:
        """What must be carried out before a request of this server; `first` is what the executor carries out next.
        Empty where it is the request's turn, where it has ended, and for an executor that has no order."""
        nonce = request.payload.nonce
        if nonce is None or nonce <= first or request.execution is not None:
            return Queue()
        nonces = range(first, min(nonce, first + _MOST_NAMED))
        async with self.uow.reading() as repositories:
            ours = dict(await repositories.execution_requests.at_nonces(request.executor, nonces))
            named = [await _ahead(repositories, guild, each, ours, _shown(request)) for each in nonces]
        return Queue(first, nonce - 1, tuple(named))


def _shown(request: ExecutionRequest) -> tuple[int, ...]:
    """Where those who carry it out are shown something."""
    return request.stage.ahead if isinstance(request.stage, SafeStage) else ()


async def _ahead(
    repositories: Repositories,
    guild: GuildId,
    nonce: int,
    ours: Mapping[int, ProposalId],
    shown: tuple[int, ...],
) -> Ahead:
    if nonce not in ours:
        return Ahead(nonce, Holder.SOMEBODY if nonce in shown else Holder.NOBODY)
    try:
        proposal = await repositories.proposals.get(ours[nonce])
        space = await repositories.spaces.get(proposal.space)
    except StoredDataInvalid:
        # One that can't be read keeps nothing from the others.
        return Ahead(nonce, Holder.ELSEWHERE)
    if space.guild != guild:
        return Ahead(nonce, Holder.ELSEWHERE)
    thread = await repositories.messages.get(proposal.id, "thread")
    channel = None if thread is None else thread.channel
    return Ahead(nonce, Holder.PROPOSAL, proposal.number, proposal.content.title, channel)
