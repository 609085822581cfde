"""Between execution requests and their rows (see proposal_rows.py)."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

import msgspec
from pydantic import TypeAdapter

from bot.domain.canonical import canonical_json
from bot.domain.executors import EXECUTORS, AnyPayload, Execution, ExecutionRequest, executor_of
from bot.domain.ids import Address, RequestId, TransactionHash
from bot.storage.columns import moment
from bot.storage.repositories.block_rows import blocks_of


@cache
def _form(kind: str) -> TypeAdapter[AnyPayload]:
    """How the payloads of a kind are read and written."""
    return TypeAdapter(EXECUTORS[kind].payload)


def payload_text(kind: str, payload: AnyPayload) -> str:
    return canonical_json(_form(kind).dump_python(payload, mode="json")).decode()


def payload_of(kind: str, text: str) -> AnyPayload:
    """Raises ValueError for what is no payload of the kind."""
    return _form(kind).validate_json(text)


class RequestRow(msgspec.Struct, array_like=True):
    id: int
    kind: str
    chain: int | None
    account: str | None
    payload: str
    prepared_at: int

    def fact(self, confirmations: Iterable[Address], execution: Execution | None) -> ExecutionRequest:
        """Raises ValueError for a kind or a payload that no version of this program wrote."""
        executor = executor_of(self.kind, self.chain, self.account)
        return ExecutionRequest(
            RequestId(self.id),
            executor,
            payload_of(self.kind, self.payload),
            moment(self.prepared_at),
            tuple(confirmations),
            execution,
        )


class ConfirmationRow(msgspec.Struct, array_like=True):
    id: int
    request: int
    owner: str


class ExecutionRow(msgspec.Struct, array_like=True):
    request: int
    status: Literal["executed", "failed", "replaced"]
    transaction: str
    block: str
    at: int

    def fact(self) -> Execution:
        (block,) = blocks_of(self.block)
        return Execution(self.status, TransactionHash(self.transaction), block, moment(self.at))


def requests_of(
    requests: Iterable[RequestRow],
    confirmations: Iterable[ConfirmationRow],
    executions: Iterable[ExecutionRow],
) -> tuple[ExecutionRequest, ...]:
    """The requests of one proposal, the oldest first, each with what became of it."""
    ends: Mapping[int, Execution] = {row.request: row.fact() for row in executions}
    owners: dict[int, list[Address]] = {}
    for row in sorted(confirmations, key=lambda row: row.id):
        owners.setdefault(row.request, []).append(Address(row.owner))
    return tuple(
        row.fact(owners.get(row.id, ()), ends.get(row.id)) for row in sorted(requests, key=lambda row: row.id)
    )
