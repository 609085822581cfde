"""What executors were asked to do, and what became of it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.actions.outlays import Outlay
from bot.domain.bridges.crossing import Crossing
from bot.domain.errors import StoredDataInvalid
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
from bot.storage.dialect import among, insert, listed
from bot.storage.repositories.block_rows import blocks_text
from bot.storage.repositories.execution.execution_rows import (
    crossing_text,
    payload_text,
    stage_text,
    visibility_text,
)
from bot.storage.tables import (
    confirmations,
    execution_requests,
    executions,
    nonce_taken,
    outlays,
    proposals,
    signatures,
    tracks,
)

_WAITING = (
    select(execution_requests.c.nonce)
    .outerjoin(executions, executions.c.request == execution_requests.c.id)
    .where(
        nonce_taken,
        executions.c.request.is_(None),
        execution_requests.c.kind == bindparam("kind"),
        execution_requests.c.chain == bindparam("chain"),
        execution_requests.c.account == bindparam("account"),
        execution_requests.c.nonce.is_not(None),
    )
    .order_by(execution_requests.c.id)
)
_SPENT = (
    select(
        outlays.c.id,
        outlays.c.track,
        outlays.c.asset,
        outlays.c.amount,
        outlays.c.recipient,
        outlays.c.counted_at,
        execution_requests.c.chain,
    )
    .join(execution_requests, execution_requests.c.id == outlays.c.request)
    .join(executions, executions.c.request == outlays.c.request)
    .where(
        outlays.c.track.in_(select(tracks.c.id).where(tracks.c.space == bindparam("of"))),
        outlays.c.counted_at > bindparam("since"),
        executions.c.status == "executed",
    )
    .order_by(outlays.c.counted_at.desc(), outlays.c.id.desc())
    .limit(bindparam("most"))
)
_COUNTED = (
    select(outlays.c.id, outlays.c.asset, outlays.c.amount, outlays.c.recipient, execution_requests.c.chain)
    .join(execution_requests, execution_requests.c.id == outlays.c.request)
    .where(or_(outlays.c.counted_at.is_(None), outlays.c.counted_at > bindparam("since")))
    .order_by(outlays.c.id)
)
"""On all chains: asked for one, SQLite would look through the requests of all servers there."""
_OUTLAYS = _COUNTED.where(outlays.c.track == bindparam("track"))
_OUTLAYS_WITHIN = _COUNTED.where(
    outlays.c.track.in_(select(tracks.c.id).where(among(tracks.c.space, "spaces")))
)
_TAKEN = select(execution_requests.c.nonce).where(
    among(execution_requests.c.nonce, "nonces"),
    execution_requests.c.kind == bindparam("kind"),
    execution_requests.c.chain == bindparam("chain"),
    execution_requests.c.account == bindparam("account"),
)
_AT_NONCES = (
    select(execution_requests.c.nonce, execution_requests.c.proposal)
    .where(
        nonce_taken,
        among(execution_requests.c.nonce, "nonces"),
        execution_requests.c.kind == bindparam("kind"),
        execution_requests.c.chain == bindparam("chain"),
        execution_requests.c.account == bindparam("account"),
    )
    .order_by(execution_requests.c.nonce)
)
_COUNT_UP = (
    update(proposals)
    .where(
        proposals.c.id
        == select(execution_requests.c.proposal)
        .where(execution_requests.c.id == bindparam("request"))
        .scalar_subquery()
    )
    .values(version=proposals.c.version + 1)
    .returning(proposals.c.id)
)


class StoredExecutionRequests:
    """`ports.ExecutionRequests`. A fact that a request can have once is refused the second time (IntegrityError):
    whoever writes it looked first, in the same transaction."""

    def __init__(self, connection: AsyncConnection, changed: set[ProposalId]) -> None:
        """`changed` gathers the proposals that got new facts."""
        self._connection = connection
        self._changed = changed

    async def add(
        self,
        proposal: ProposalId,
        executor: AnyExecutor,
        payload: AnyPayload,
        prepared_at: datetime,
        outlays: Sequence[Outlay] = (),
    ) -> RequestId | None:
        statement = (
            insert(execution_requests)
            .values(
                proposal=proposal,
                kind=executor.kind,
                chain=executor.chain,
                account=executor.address,
                nonce=payload.nonce,
                payload=payload_text(executor.kind, payload),
                prepared_at=prepared_at,
            )
            .on_conflict_do_nothing(index_elements=["chain", "account", "nonce"], index_where=nonce_taken)
            .returning(execution_requests.c.id)
        )
        found: int | None = (await self._connection.execute(statement)).scalar_one_or_none()
        if found is None:
            return None
        await self._add_outlays(proposal, RequestId(found), outlays)
        await self._count_up(RequestId(found))
        return RequestId(found)

    async def _add_outlays(self, proposal: ProposalId, request: RequestId, moved: Sequence[Outlay]) -> None:
        if not moved:
            return
        track = await self._connection.scalar(select(proposals.c.track).where(proposals.c.id == proposal))
        rows = [
            {
                "request": request,
                "track": track,
                "asset": each.asset,
                "amount": str(each.amount),
                "recipient": each.to,
            }
            for each in moved
        ]
        await self._connection.execute(insert(outlays), rows)

    async def outlays(self, track: TrackId, chain: ChainId, since: datetime) -> list[Outlay]:
        asked = {"track": track, "since": since}
        return _on(chain, await self._connection.execute(_OUTLAYS, asked))

    async def outlays_within(
        self, spaces: Collection[SpaceId], chain: ChainId, since: datetime
    ) -> list[Outlay]:
        asked = {"spaces": listed(spaces), "since": since}
        return _on(chain, await self._connection.execute(_OUTLAYS_WITHIN, asked))

    async def spent(self, space: SpaceId, since: datetime, most: int) -> list[Spent]:
        found = await self._connection.execute(_SPENT, {"of": space, "since": since, "most": most})
        return [
            Spent(
                TrackId(row.track),
                ChainId(row.chain),
                _outlay(row.id, row.asset, row.amount, row.recipient),
                row.counted_at,
            )
            for row in found
        ]

    async def nonces_waiting(self, executor: AnyExecutor) -> list[int]:
        found = await self._connection.scalars(
            _WAITING, {"kind": executor.kind, "chain": executor.chain, "account": executor.address}
        )
        return list(found)

    async def at_nonces(self, executor: AnyExecutor, nonces: Collection[int]) -> list[tuple[int, ProposalId]]:
        named = {"kind": executor.kind, "chain": executor.chain, "account": executor.address}
        found = await self._connection.execute(_AT_NONCES, {**named, "nonces": listed(nonces)})
        return [(nonce, ProposalId(proposal)) for nonce, proposal in found]

    async def taken(self, executor: AnyExecutor, nonces: Collection[int]) -> set[int]:
        named = {"kind": executor.kind, "chain": executor.chain, "account": executor.address}
        return set(await self._connection.scalars(_TAKEN, {**named, "nonces": listed(nonces)}))

    async def see(self, request: RequestId, visibility: Visibility) -> None:
        await self._connection.execute(
            update(execution_requests)
            .where(execution_requests.c.id == request)
            .values(visibility=visibility_text(visibility))
        )
        await self._count_up(request)

    async def need(self, request: RequestId, threshold: int) -> None:
        await self._connection.execute(
            update(execution_requests).where(execution_requests.c.id == request).values(threshold=threshold)
        )
        await self._count_up(request)

    async def reach(self, request: RequestId, stage: AnyStage) -> None:
        await self._connection.execute(
            update(execution_requests)
            .where(execution_requests.c.id == request)
            .values(stage=stage_text(stage))
        )
        await self._count_up(request)

    async def unconfirm(self, request: RequestId, owner: Address) -> None:
        await self._connection.execute(
            delete(confirmations).where(confirmations.c.request == request, confirmations.c.owner == owner)
        )
        await self._count_up(request)

    async def confirm(self, request: RequestId, confirmation: Confirmation, at: datetime) -> None:
        statement = insert(confirmations).values(
            request=request, owner=confirmation.owner, signature=confirmation.signature, at=at
        )
        if (await self._connection.execute(statement.on_conflict_do_nothing())).rowcount:
            await self._count_up(request)

    async def keep_signature(self, request: RequestId, signature: Confirmation, at: datetime) -> bool:
        statement = insert(signatures).values(
            request=request, owner=signature.owner, signature=signature.signature, at=at
        )
        if not (await self._connection.execute(statement.on_conflict_do_nothing())).rowcount:
            return False
        await self._count_up(request)
        return True

    async def execute(
        self, request: RequestId, execution: Execution, crossing: Crossing | None = None
    ) -> None:
        await self._connection.execute(
            insert(executions).values(
                request=request,
                status=execution.status,
                transaction=execution.transaction,
                block=blocks_text((execution.block,)),
                at=execution.at,
                instead=execution.instead,
                reason=execution.reason,
            )
        )
        of_request = outlays.c.request == request
        if execution.status == "executed" or execution.instead == "partly":
            await self._connection.execute(update(outlays).where(of_request).values(counted_at=execution.at))
        else:
            # It moved nothing, and never will.
            await self._connection.execute(delete(outlays).where(of_request))
        if execution.status == "replaced":
            await self._connection.execute(
                update(execution_requests)
                .where(execution_requests.c.id == request)
                .values(replaced_at=execution.at)
            )
        if crossing is not None:
            await self.cross(request, crossing)
        await self._count_up(request)

    async def cross(self, request: RequestId, crossing: Crossing) -> None:
        await self._connection.execute(
            update(execution_requests)
            .where(execution_requests.c.id == request)
            .values(crossing=crossing_text(crossing))
        )
        await self._count_up(request)

    async def ask_again(self, request: RequestId, at: datetime) -> None:
        await self._connection.execute(
            update(execution_requests).where(execution_requests.c.id == request).values(asked_again_at=at)
        )
        await self._count_up(request)

    async def expire(self, proposal: ProposalId, at: datetime) -> None:
        ended = select(executions.c.request)
        await self._connection.execute(
            update(execution_requests)
            .where(and_(execution_requests.c.proposal == proposal, execution_requests.c.id.not_in(ended)))
            .values(expired_at=at)
        )
        # Who has signed it may still execute it: it counts as if that were done now.
        of_proposal = select(execution_requests.c.id).where(execution_requests.c.proposal == proposal)
        await self._connection.execute(
            update(outlays)
            .where(outlays.c.request.in_(of_proposal), outlays.c.counted_at.is_(None))
            .values(counted_at=at)
        )

    async def _count_up(self, request: RequestId) -> None:
        found = await self._connection.execute(_COUNT_UP, {"request": request})
        self._changed.update(ProposalId(proposal) for proposal in found.scalars())


def _on(chain: ChainId, rows: Iterable[Row[*tuple[Any, ...]]]) -> list[Outlay]:
    return [_outlay(*found) for *found, of_chain in rows if of_chain == chain]


def _outlay(row: int, asset: str | None, amount: str, recipient: str) -> Outlay:
    if not amount.isdecimal():
        raise StoredDataInvalid(f"outlays {row}: amount")
    return Outlay(None if asset is None else Address(asset), int(amount), Address(recipient))
