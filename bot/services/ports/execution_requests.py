"""The repository of execution requests."""

from datetime import datetime
from typing import Protocol

from bot.domain.executors import AnyExecutor, AnyPayload, Execution
from bot.domain.ids import Address, ProposalId, RequestId


class ExecutionRequests(Protocol):
    """What executors were asked to do. A proposal is read with its own requests; every fact that is stored here counts
    up the proposal's version."""

    async def add(
        self, proposal: ProposalId, executor: AnyExecutor, payload: AnyPayload, prepared_at: datetime
    ) -> RequestId | None:
        """None, and nothing is stored, where another request has taken the payload's nonce of this executor meanwhile:
        it must be prepared anew."""
        ...

    async def waiting(self, executor: AnyExecutor) -> list[AnyPayload]:
        """What the executor was asked, for whatever proposal, and what has neither come to an end nor expired."""
        ...

    async def confirm(self, request: RequestId, owner: Address, at: datetime) -> None:
        """An owner's confirmation was seen."""
        ...

    async def execute(self, request: RequestId, execution: Execution) -> None:
        """The request came to an end."""
        ...

    async def expire(self, proposal: ProposalId, at: datetime) -> None:
        """The proposal's time ran out: what its requests held of their executors (a nonce) is free again."""
        ...
