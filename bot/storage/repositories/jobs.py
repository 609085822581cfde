"""When there is something to do for which proposal: the rows, and how they follow from the facts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.ids import GuildId, ProposalId
from bot.domain.proposal import Proposal
from bot.services.jobs.registry import JOBS, due_times
from bot.services.ports import ScheduledJob
from bot.storage.dialect import among, insert, listed
from bot.storage.repositories import proposal_queries as queries
from bot.storage.repositories.proposals import StoredProposals
from bot.storage.tables import job_kinds, jobs, proposals, spaces

_AT_ONCE = 500
"""So many proposals are looked at together when all are rebuilt."""

_JOB = select(jobs.c.proposal, jobs.c.kind, jobs.c.due_at, jobs.c.run_at, jobs.c.attempts, jobs.c.version)
_DUE = _JOB.where(jobs.c.run_at <= bindparam("now")).order_by(jobs.c.run_at).limit(bindparam("limit"))
_NEXT = select(func.min(jobs.c.run_at)).where(jobs.c.run_at > bindparam("after"))
_OF_PROPOSALS = _JOB.where(among(jobs.c.proposal, "proposals"))
_BEGUN = select(jobs.c.proposal).where(jobs.c.kind == bindparam("kind"), jobs.c.due_at <= bindparam("at"))

_THIS = and_(jobs.c.proposal == bindparam("of"), jobs.c.kind == bindparam("what"))
_UNCHANGED = and_(_THIS, jobs.c.version == bindparam("seen"))
_DONE = update(jobs).where(_UNCHANGED).values(run_at=bindparam("again"), attempts=0)
_FAILED = update(jobs).where(_UNCHANGED).values(run_at=bindparam("again"), attempts=jobs.c.attempts + 1)
_RESET = (
    update(jobs)
    .where(_THIS)
    .values(due_at=bindparam("at"), run_at=bindparam("at"), attempts=0, version=jobs.c.version + 1)
)
_REMOVE = delete(jobs).where(_THIS)


def _request(of: ColumnElement[bool]) -> Any:
    soon = case(
        (and_(jobs.c.attempts > 0, jobs.c.run_at.is_not(None)), jobs.c.run_at),
        (jobs.c.run_at < bindparam("at"), jobs.c.run_at),
        else_=bindparam("at"),
    )
    return (
        update(jobs)
        .where(of, jobs.c.kind == bindparam("what"), jobs.c.due_at <= bindparam("at"))
        .values(run_at=soon, version=jobs.c.version + 1)
    )


_REQUEST = _request(among(jobs.c.proposal, "proposals"))
_REQUEST_OF_GUILD = _request(
    jobs.c.proposal.in_(
        select(proposals.c.id)
        .join(spaces, spaces.c.id == proposals.c.space)
        .where(~proposals.c.settled, spaces.c.guild == bindparam("guild"))
    )
)
_AFRESH = (
    update(jobs)
    .where(among(jobs.c.kind, "kinds"), jobs.c.due_at <= bindparam("at"))
    .values(run_at=bindparam("at"), attempts=0)
)


class StoredJobs:
    """`ports.Jobs`."""

    def __init__(self, connection: AsyncConnection, proposals: StoredProposals) -> None:
        self._connection = connection
        self._proposals = proposals

    async def due(self, now: datetime, limit: int) -> list[ScheduledJob]:
        rows = await self._connection.execute(_DUE, {"now": now, "limit": limit})
        return [_job(row) for row in rows]

    async def next_due(self, after: datetime) -> datetime | None:
        found: datetime | None = (await self._connection.execute(_NEXT, {"after": after})).scalar_one()
        return found

    async def of(self, proposal: ProposalId) -> dict[str, ScheduledJob]:
        return {job.kind: job for job in await self._of([proposal])}

    async def begun(self, kind: str, at: datetime) -> set[ProposalId]:
        return set(await self._connection.scalars(_BEGUN, {"kind": kind, "at": at}))

    async def request(self, proposals: Iterable[ProposalId], kind: str, at: datetime) -> None:
        asked = {"proposals": listed(proposals), "what": kind, "at": at}
        await self._connection.execute(_REQUEST, asked)

    async def request_of_guild(self, guild: GuildId, kind: str, at: datetime) -> None:
        await self._connection.execute(_REQUEST_OF_GUILD, {"guild": guild, "what": kind, "at": at})

    async def done(self, job: ScheduledJob, again: datetime | None) -> None:
        await self._connection.execute(_DONE, _seen(job, again))

    async def failed(self, job: ScheduledJob, again: datetime) -> None:
        await self._connection.execute(_FAILED, _seen(job, again))

    async def begin(self, at: datetime, afresh: Iterable[str]) -> None:
        known = set(await self._connection.scalars(select(job_kinds.c.kind)))
        if known != (kinds := {job.kind for job in JOBS}):
            await self.rebuild()
            await self._connection.execute(delete(job_kinds))
            await self._connection.execute(insert(job_kinds), [{"kind": kind} for kind in sorted(kinds)])
        await self._connection.execute(_AFRESH, {"kinds": listed(afresh), "at": at})

    async def rebuild(self) -> int:
        last, wrong = 0, 0
        while ids := list(await self._connection.scalars(queries.AFTER, {"last": last, "limit": _AT_ONCE})):
            wrong += await self._follow(ids, retry=False)
            last = ids[-1]
        await self._connection.execute(queries.UNSETTLE)
        return wrong

    async def keep(self, changed: Iterable[ProposalId]) -> None:
        """Bring the jobs of proposals to what their facts say, of which some are new."""
        await self._follow(changed, retry=True)

    async def _follow(self, changed: Iterable[ProposalId], *, retry: bool) -> int:
        """Returns how many jobs were not what the facts say. `retry`: what has failed is tried again at once."""
        found = (await self._proposals.get_many(changed)).values()
        times = {(each.id, kind): at for each in found for kind, at in due_times(each).items()}
        ids = [each.id for each in found]
        known = {(job.proposal, job.kind): job for job in await self._of(ids)}
        new = [
            {"proposal": proposal, "kind": kind, "due_at": at, "run_at": at}
            for (proposal, kind), at in times.items()
            if (proposal, kind) not in known
        ]
        moved = [
            {"of": proposal, "what": kind, "at": at}
            for (proposal, kind), at in times.items()
            if (job := known.get((proposal, kind))) and (job.due_at != at or (retry and job.attempts))
        ]
        over = [{"of": proposal, "what": kind} for proposal, kind in known if (proposal, kind) not in times]
        for statement, parameters in ((insert(jobs), new), (_RESET, moved), (_REMOVE, over)):
            if parameters:
                await self._connection.execute(statement, parameters)
        await self._settle(found, {proposal for proposal, _ in times})
        return len(new) + len(moved) + len(over)

    async def _of(self, proposals: Iterable[ProposalId]) -> list[ScheduledJob]:
        rows = await self._connection.execute(_OF_PROPOSALS, {"proposals": listed(proposals)})
        return [_job(row) for row in rows]

    async def _settle(self, found: Iterable[Proposal], waiting: set[ProposalId]) -> None:
        """Of those that wait for nothing only drafts are not over."""
        over = [each.id for each in found if each.id not in waiting and (each.submission or each.stopped)]
        if over:
            await self._connection.execute(queries.SETTLE, {"proposals": listed(over)})


def _seen(job: ScheduledJob, again: datetime | None) -> dict[str, object]:
    return {"of": job.proposal, "what": job.kind, "seen": job.version, "again": again}


def _job(row: Row[*tuple[Any, ...]]) -> ScheduledJob:
    return ScheduledJob(*row)
