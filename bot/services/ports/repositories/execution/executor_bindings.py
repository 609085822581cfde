"""The repository of executors that belong to spaces."""

from datetime import datetime
from typing import Protocol

from bot.domain.executors import AnyExecutor, ExecutorBinding, Proof, ProofDemand, ProofRequest
from bot.domain.ids import SpaceId


class ExecutorBindings(Protocol):
    async def add_request(self, request: ProofRequest) -> None: ...

    async def request(self, nonce: str) -> ProofRequest | None:
        """The request that waits with this nonce, None when there is none or it was used."""
        ...

    async def open_requests(self, space: SpaceId) -> int:
        """How many messages wait for a signature, expired ones included."""
        ...

    async def drop_expired(self, now: datetime) -> None:
        """Forget the requests of all spaces that were not answered in time."""
        ...

    async def prove(self, nonce: str, signature: str, at: datetime) -> bool:
        """Keep the signature. False when somebody else already has handed one in."""
        ...

    async def proofs(self, space: SpaceId, executor: AnyExecutor) -> list[Proof]:
        """Those that count, the oldest first."""
        ...

    async def proved_at(self, space: SpaceId, executor: AnyExecutor) -> datetime | None:
        """When the newest proof that counts was handed in."""
        ...

    async def holder(self, executor: AnyExecutor) -> ExecutorBinding | None:
        """The binding to the space that it was proved to belong to last, and that hasn't let it go."""
        ...

    async def of_space(self, space: SpaceId) -> list[ExecutorBinding]:
        """Those that hold, the oldest first."""
        ...

    async def bind(self, space: SpaceId, executor: AnyExecutor, demand: ProofDemand, at: datetime) -> None:
        """It belongs to the space from now on. A binding that the space has already gets the demand. The caller has
        looked in the same transaction that no other space holds it."""
        ...

    async def release(self, binding: ExecutorBinding, at: datetime) -> None:
        """It belongs to the space no more, and what was signed for that doesn't count again."""
        ...

    async def tell_claim(self, binding: ExecutorBinding, at: datetime, not_since: datetime) -> bool:
        """Note that its space is told of another one's claim. False where it was told since `not_since`."""
        ...
