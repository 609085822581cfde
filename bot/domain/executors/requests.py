"""Execution requests: what one executor is asked to do for a passed proposal, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.blocks import BlockRef
from bot.domain.executors.kinds import AnyExecutor, AnyPayload
from bot.domain.ids import Address, RequestId, TransactionHash


@dataclass(frozen=True)
class Execution:
    """How a request ended on chain."""

    status: Literal["executed", "failed", "replaced"]
    """`failed`: the transaction reverted inside. `replaced`: another one took its place."""
    transaction: TransactionHash
    block: BlockRef
    at: datetime


@dataclass(frozen=True)
class ExecutionRequest:
    """What one executor is asked to do for a passed proposal, with what has become of it."""

    id: RequestId
    executor: AnyExecutor
    payload: AnyPayload
    prepared_at: datetime
    confirmations: tuple[Address, ...] = ()
    """Those whose confirmation has been told."""
    execution: Execution | None = None

    @property
    def kind(self) -> str:
        """That of its executor."""
        return self.executor.kind

    @property
    def succeeded(self) -> bool:
        """Whether it was carried out."""
        return self.execution is not None and self.execution.status == "executed"
