"""Executors that belong to spaces, and the messages and signatures that prove it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.executors import (
    AnyExecutor,
    ExecutorBinding,
    Proof,
    ProofDemand,
    ProofRequest,
    executor_of,
)
from bot.domain.ids import SpaceId
from bot.storage.dialect import insert
from bot.storage.tables import counted_proof, executor_bindings, executor_proofs, held
from bot.storage.unreadable import UnreadableRows, named, readable

_waits = executor_proofs.c.proved_at.is_(None)


class StoredExecutorBindings:
    """`ports.ExecutorBindings`."""

    def __init__(self, connection: AsyncConnection, unreadable: UnreadableRows) -> None:
        self._connection = connection
        self._unreadable = unreadable

    async def add_request(self, request: ProofRequest) -> None:
        await self._connection.execute(
            insert(executor_proofs).values(
                nonce=request.nonce,
                space=request.space,
                kind=request.executor.kind,
                chain=request.executor.chain,
                account=request.executor.address,
                signer=request.signer,
                demand=request.demand.value,
                message=request.message,
                issued_at=request.issued_at,
                expires_at=request.expires_at,
            )
        )

    async def request(self, nonce: str) -> ProofRequest | None:
        found = select(executor_proofs).where(executor_proofs.c.nonce == nonce, _waits)
        row = (await self._connection.execute(found)).one_or_none()
        if row is None:
            return None
        return ProofRequest(
            row.nonce,
            SpaceId(row.space),
            _executor(row),
            row.signer,
            ProofDemand(row.demand),
            row.message,
            row.issued_at,
            row.expires_at,
        )

    async def open_requests(self, space: SpaceId) -> int:
        waiting = select(func.count()).where(executor_proofs.c.space == space, _waits)
        return (await self._connection.execute(waiting)).scalar_one()

    async def drop_expired(self, now: datetime) -> None:
        await self._connection.execute(
            delete(executor_proofs).where(_waits, executor_proofs.c.expires_at <= now)
        )

    async def prove(self, nonce: str, signature: str, at: datetime) -> bool:
        statement = (
            update(executor_proofs)
            .where(executor_proofs.c.nonce == nonce, _waits)
            .values(signature=signature, proved_at=at)
        )
        return (await self._connection.execute(statement)).rowcount == 1

    async def proofs(self, space: SpaceId, executor: AnyExecutor) -> list[Proof]:
        columns = executor_proofs.c.signer, executor_proofs.c.message, executor_proofs.c.signature
        counted = _counted(select(*columns), space, executor)
        ordered = counted.order_by(executor_proofs.c.proved_at, executor_proofs.c.nonce)
        return [Proof(*row) for row in await self._connection.execute(ordered)]

    async def proved_at(self, space: SpaceId, executor: AnyExecutor) -> datetime | None:
        newest = _counted(select(func.max(executor_proofs.c.proved_at)), space, executor)
        found: datetime | None = (await self._connection.execute(newest)).scalar_one()
        return found

    async def holder(self, executor: AnyExecutor) -> ExecutorBinding | None:
        found = select(executor_bindings).where(held, *_is(executor_bindings, executor))
        row = (await self._connection.execute(found)).one_or_none()
        return None if row is None else _binding(row)

    async def of_space(self, space: SpaceId) -> list[ExecutorBinding]:
        found = select(executor_bindings).where(held, executor_bindings.c.space == space)
        ordered = found.order_by(executor_bindings.c.id)
        return await readable(
            self._connection, ordered, executor_bindings.c.id, {}, _binding, self._unreadable
        )

    async def bind(self, space: SpaceId, executor: AnyExecutor, demand: ProofDemand, at: datetime) -> None:
        again = (
            update(executor_bindings)
            .where(held, executor_bindings.c.space == space, *_is(executor_bindings, executor))
            .values(demand=demand.value)
        )
        if (await self._connection.execute(again)).rowcount == 0:
            await self._connection.execute(
                insert(executor_bindings).values(
                    space=space,
                    kind=executor.kind,
                    chain=executor.chain,
                    account=executor.address,
                    demand=demand.value,
                    bound_at=at,
                )
            )

    async def release(self, binding: ExecutorBinding, at: datetime) -> None:
        of_space = executor_proofs.c.space == binding.space
        ended = update(executor_proofs).where(
            counted_proof, of_space, *_is(executor_proofs, binding.executor)
        )
        await self._connection.execute(ended.values(ended_at=at))
        await self._connection.execute(
            update(executor_bindings).where(executor_bindings.c.id == binding.id).values(released_at=at)
        )

    async def tell_claim(self, binding: ExecutorBinding, at: datetime, not_since: datetime) -> bool:
        told = executor_bindings.c.claim_told_at
        statement = (
            update(executor_bindings)
            .where(executor_bindings.c.id == binding.id, or_(told.is_(None), told <= not_since))
            .values(claim_told_at=at)
        )
        return (await self._connection.execute(statement)).rowcount == 1


def _is(table: Any, executor: AnyExecutor) -> tuple[ColumnElement[bool], ...]:
    """Whether a row is about this executor."""
    return (
        table.c.kind == executor.kind,
        table.c.chain == executor.chain,
        table.c.account == executor.address,
    )


def _counted(statement: Select[Any], space: SpaceId, executor: AnyExecutor) -> Select[Any]:
    of_space = executor_proofs.c.space == space
    return statement.where(counted_proof, of_space, *_is(executor_proofs, executor))


def _binding(row: Row[Any]) -> ExecutorBinding:
    with named(f"executor_bindings {row.id}"):
        return ExecutorBinding(
            row.id, SpaceId(row.space), _executor(row), ProofDemand(row.demand), row.bound_at
        )


def _executor(row: Row[Any]) -> AnyExecutor:
    return executor_of(row.kind, row.chain, row.account)
