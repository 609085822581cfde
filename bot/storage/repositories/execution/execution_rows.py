"""Between execution requests and their rows (see proposal_rows.py)."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

import msgspec
from pydantic import TypeAdapter

from bot.domain.bridges.crossing import Crossing
from bot.domain.canonical import canonical_json
from bot.domain.executors import (
    EXECUTORS,
    AnyPayload,
    AnyStage,
    Confirmation,
    Examined,
    Execution,
    ExecutionRequest,
    Instead,
    Visibility,
    executor_of,
)
from bot.domain.ids import Address, RequestId, TransactionHash
from bot.domain.proposals.facts import Stop
from bot.storage.columns import moment
from bot.storage.repositories.block_rows import blocks_of


@cache
def _form(kind: str) -> TypeAdapter[AnyPayload]:
    """How the payloads of a kind are read and written."""
    return TypeAdapter(EXECUTORS[kind].payload)


@cache
def _stages(kind: str) -> TypeAdapter[AnyStage] | None:
    """The same of the stages of a kind, where it has some."""
    form = EXECUTORS[kind].stage
    return None if form is None else TypeAdapter(form)


_visibility = TypeAdapter(Visibility)
_crossing = TypeAdapter(Crossing)
_examined = TypeAdapter(tuple[Examined, ...])
_data = msgspec.json.Decoder(dict[str, str])


def visibility_text(visibility: Visibility) -> str:
    return canonical_json(_visibility.dump_python(visibility, mode="json")).decode()


def crossing_text(crossing: Crossing) -> str:
    return canonical_json(_crossing.dump_python(crossing, mode="json")).decode()


def examined_text(examined: tuple[Examined, ...]) -> str | None:
    if not examined:
        return None
    return canonical_json(_examined.dump_python(examined, mode="json")).decode()


def examined_of(text: str | None) -> tuple[Examined, ...]:
    """Raises ValueError for what no version of this program wrote."""
    return () if text is None else _examined.validate_json(text)


def payload_text(kind: str, payload: AnyPayload) -> str:
    return canonical_json(_form(kind).dump_python(payload, mode="json")).decode()


def payload_of(kind: str, text: str) -> AnyPayload:
    """Raises ValueError for what is no payload of the kind."""
    return _form(kind).validate_json(text)


def stage_text(stage: AnyStage) -> str:
    return canonical_json(TypeAdapter(type(stage)).dump_python(stage, mode="json")).decode()


def stage_of(kind: str, text: str | None) -> AnyStage | None:
    """Raises ValueError for what is no stage of the kind."""
    if text is None:
        return None
    if (form := _stages(kind)) is None:
        raise ValueError(f"a {kind} has no stages")
    return form.validate_json(text)


class RequestRow(msgspec.Struct, array_like=True):
    id: int
    kind: str
    chain: int | None
    account: str | None
    payload: str
    prepared_at: int
    visibility: str | None
    threshold: int | None
    stage: str | None
    asked_again_at: int | None
    crossing: str | None

    def fact(
        self,
        confirmations: Iterable[Confirmation],
        execution: Execution | None,
        signatures: Iterable[Confirmation],
    ) -> ExecutionRequest:
        """Raises ValueError for a kind or a payload that no version of this program wrote."""
        executor = executor_of(self.kind, self.chain, self.account)
        return ExecutionRequest(
            RequestId(self.id),
            executor,
            payload_of(self.kind, self.payload),
            moment(self.prepared_at),
            tuple(confirmations),
            execution,
            Visibility() if self.visibility is None else _visibility.validate_json(self.visibility),
            self.threshold,
            tuple(signatures),
            stage_of(self.kind, self.stage),
            None if self.asked_again_at is None else moment(self.asked_again_at),
            None if self.crossing is None else _crossing.validate_json(self.crossing),
        )


class ConfirmationRow(msgspec.Struct, array_like=True):
    """Of `confirmations`, as of `signatures`."""

    id: int
    request: int
    owner: str
    signature: str


class ExecutionRow(msgspec.Struct, array_like=True):
    request: int
    status: Literal["executed", "failed", "replaced"]
    transaction: str
    block: str
    at: int
    instead: Instead
    reason: str

    def fact(self) -> Execution:
        (block,) = blocks_of(self.block)
        return Execution(
            self.status,
            TransactionHash(self.transaction),
            block,
            moment(self.at),
            self.instead,
            self.reason,
        )


class StopRow(msgspec.Struct, array_like=True):
    cause: Literal["code", "rights", "administration", "cast"]
    data: str
    at: int

    def fact(self) -> Stop:
        return Stop(self.cause, _data.decode(self.data), moment(self.at))


def requests_of(
    requests: Iterable[RequestRow],
    confirmations: Iterable[ConfirmationRow],
    signatures: Iterable[ConfirmationRow],
    executions: Iterable[ExecutionRow],
) -> tuple[ExecutionRequest, ...]:
    """The requests of one proposal, the oldest first, each with what became of it."""
    ends: Mapping[int, Execution] = {row.request: row.fact() for row in executions}
    counting, kept = _of_requests(confirmations), _of_requests(signatures)
    return tuple(
        row.fact(counting.get(row.id, ()), ends.get(row.id), kept.get(row.id, ()))
        for row in sorted(requests, key=lambda row: row.id)
    )


def _of_requests(rows: Iterable[ConfirmationRow]) -> Mapping[int, list[Confirmation]]:
    """By their request, the oldest first."""
    found: dict[int, list[Confirmation]] = {}
    for row in sorted(rows, key=lambda row: row.id):
        found.setdefault(row.request, []).append(Confirmation(Address(row.owner), row.signature))
    return found
