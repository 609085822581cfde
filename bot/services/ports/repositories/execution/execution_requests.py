"""The repository of execution requests."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.actions.outlays import Outlay
from bot.domain.bridges.crossing import Crossing
from bot.domain.executors import (
    AnyExecutor,
    AnyPayload,
    AnyStage,
    Confirmation,
    Execution,
    Visibility,
)
from bot.domain.ids import Address, ChainId, ProposalId, RequestId, SpaceId, TrackId
from bot.domain.treasury.spending import Spent


class ExecutionRequests(Protocol):
    """What executors were asked to do. A proposal is read with its own requests; every fact that is stored here counts
    up the proposal's version."""

    async def add(
        self,
        proposal: ProposalId,
        executor: AnyExecutor,
        payload: AnyPayload,
        prepared_at: datetime,
        outlays: Sequence[Outlay] = (),
    ) -> RequestId | None:
        """`outlays` are what it moves. None, and nothing is stored, where another request has taken the payload's nonce
        of this executor meanwhile: it must be prepared anew."""
        ...

    async def outlays(self, track: TrackId, chain: ChainId, since: datetime) -> list[Outlay]:
        """What requests on the chain move for proposals of the track, as far as they were executed, or expired, after
        that time, or may be executed any time. Raises StoredDataInvalid."""
        ...

    async def outlays_within(
        self, spaces: Collection[SpaceId], chain: ChainId, since: datetime
    ) -> list[Outlay]:
        """The same for proposals of any track of these spaces. Raises StoredDataInvalid."""
        ...

    async def spent(self, space: SpaceId, since: datetime, most: int) -> list[Spent]:
        """What requests of the space's tracks moved that were carried out after that time, the newest first, at most so
        many. Raises StoredDataInvalid."""
        ...

    async def nonces_waiting(self, executor: AnyExecutor) -> list[int]:
        """The nonces of what the executor was asked, for whatever proposal, and what has neither come to an end nor
        expired."""
        ...

    async def at_nonces(self, executor: AnyExecutor, nonces: Collection[int]) -> list[tuple[int, ProposalId]]:
        """Those of these nonces with which the executor was asked for something that hasn't expired, the lowest first,
        each with whose proposal that is, of whatever server."""
        ...

    async def taken(self, executor: AnyExecutor, nonces: Collection[int]) -> set[int]:
        """Those of these nonces with which the executor was ever asked for something, whatever became of it."""
        ...

    async def see(self, request: RequestId, visibility: Visibility) -> None:
        """Whether those who carry it out find it was seen."""
        ...

    async def reach(self, request: RequestId, stage: AnyStage) -> None:
        """How far it has come was seen."""
        ...

    async def need(self, request: RequestId, threshold: int) -> None:
        """How many must sign was seen."""
        ...

    async def confirm(self, request: RequestId, confirmation: Confirmation, at: datetime) -> None:
        """A confirmation was seen that counts."""
        ...

    async def unconfirm(self, request: RequestId, owner: Address) -> None:
        """An owner's confirmation doesn't count any more."""
        ...

    async def keep_signature(self, request: RequestId, signature: Confirmation, at: datetime) -> bool:
        """Keep what was handed in to us, for good. False where just that was kept before."""
        ...

    async def execute(
        self, request: RequestId, execution: Execution, crossing: Crossing | None = None
    ) -> None:
        """The request came to an end. `crossing` is what it has sent to other chains."""
        ...

    async def cross(self, request: RequestId, crossing: Crossing) -> None:
        """What has become of that on other chains was seen."""
        ...

    async def ask_again(self, request: RequestId, at: datetime) -> None:
        """Another request for the same is to follow this one, which has failed."""
        ...

    async def expire(self, proposal: ProposalId, at: datetime) -> None:
        """The proposal's time ran out: what its requests held of their executors (a nonce) is free again."""
        ...
