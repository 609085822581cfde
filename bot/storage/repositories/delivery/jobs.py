"""When there is something to do for which proposal or space: the rows, and how they follow from the facts."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.ids import GuildId, ProposalId, SpaceId
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.space import Space
from bot.services.jobs.job import AnyJob
from bot.services.jobs.registry import due_times, due_times_of_space
from bot.services.ports import ScheduledJob
from bot.storage.dialect import among, insert, listed, reached, selected, timed
from bot.storage.repositories.proposals import proposal_queries as queries
from bot.storage.repositories.proposals.proposals import StoredProposals
from bot.storage.repositories.spaces.spaces import StoredSpaces
from bot.storage.statements import unanswered
from bot.storage.tables import job_kinds, jobs, proposals, spaces
from bot.storage.unreadable import FAULTS, UnreadableRows, readable

_AT_ONCE = 500
"""So many proposals are looked at together when all are rebuilt."""

_JOB = select(
    jobs.c.id,
    jobs.c.space,
    jobs.c.proposal,
    jobs.c.kind,
    jobs.c.due_at,
    jobs.c.run_at,
    jobs.c.attempts,
    jobs.c.version,
)
_DUE = (
    _JOB.where(
        jobs.c.kind == bindparam("what"),
        jobs.c.run_at <= bindparam("now"),
        ~among(jobs.c.space, "spaces"),
    )
    .order_by(jobs.c.run_at)
    .limit(bindparam("limit"))
)
_KINDS_DUE = reached(jobs.c.kind, jobs.c.run_at)
_NEXT = select(func.min(jobs.c.run_at)).where(jobs.c.run_at > bindparam("after"))
_OF_PROPOSALS = _JOB.where(among(jobs.c.proposal, "proposals"), jobs.c.proposal.is_not(None))
_OF_SPACES = _JOB.where(among(jobs.c.space, "spaces"), jobs.c.proposal.is_(None))
_BEGUN = select(jobs.c.proposal).where(jobs.c.kind == bindparam("kind"), jobs.c.due_at <= bindparam("at"))

_THIS = jobs.c.id == bindparam("of")
_UNCHANGED = and_(_THIS, jobs.c.version == bindparam("seen"))
_DONE = update(jobs).where(_UNCHANGED).values(run_at=bindparam("again"), attempts=0)
_FAILED = update(jobs).where(_UNCHANGED).values(run_at=bindparam("again"), attempts=jobs.c.attempts + 1)
_RESET = (
    update(jobs)
    .where(_THIS)
    .values(due_at=bindparam("at"), run_at=bindparam("at"), attempts=0, version=jobs.c.version + 1)
)
_REMOVE = delete(jobs).where(_THIS)


def _add(subject: str, of: ColumnElement[bool]) -> Any:
    """A new row, which takes the place of one that can't be read."""
    new = insert(jobs)
    return new.on_conflict_do_update(
        index_elements=[subject, "kind"],
        index_where=of,
        set_={
            "due_at": new.excluded.due_at,
            "run_at": new.excluded.run_at,
            "attempts": 0,
            "version": jobs.c.version + 1,
        },
    )


_ADD_OF_PROPOSALS = _add("proposal", jobs.c.proposal.is_not(None))
_ADD_OF_SPACES = _add("space", jobs.c.proposal.is_(None))


def _request(of: ColumnElement[bool]) -> Any:
    soon = case(
        (and_(jobs.c.attempts > 0, jobs.c.run_at.is_not(None)), jobs.c.run_at),
        (jobs.c.run_at < bindparam("at"), jobs.c.run_at),
        else_=bindparam("at"),
    )
    return unanswered(
        update(jobs)
        .where(of, jobs.c.kind == bindparam("what"), jobs.c.due_at <= bindparam("at"))
        .values(run_at=soon, version=jobs.c.version + 1)
    )


_REQUEST = _request(among(jobs.c.proposal, "proposals"))
_REQUEST_OF_GUILD = _request(
    selected(
        jobs.c.proposal,
        select(proposals.c.id)
        .join(spaces, spaces.c.id == proposals.c.space)
        .where(~proposals.c.settled, spaces.c.guild == bindparam("guild"))
        .correlate(None),
    )
)
_AFRESH = (
    update(jobs)
    .where(among(jobs.c.kind, "kinds"), jobs.c.due_at <= bindparam("at"))
    .values(run_at=bindparam("at"), attempts=0)
)
_HASTEN = (
    update(jobs)
    .where(jobs.c.run_at > bindparam("beyond"), jobs.c.due_at <= bindparam("at"))
    .values(run_at=bindparam("at"), version=jobs.c.version + 1)
)


_Subject = tuple[SpaceId, ProposalId | None]


class StoredJobs:
    """`ports.Jobs`."""

    def __init__(
        self,
        connection: AsyncConnection,
        proposals: StoredProposals,
        spaces: StoredSpaces,
        kinds: Collection[AnyJob],
        unreadable: UnreadableRows,
    ) -> None:
        self._connection = connection
        self._unreadable = unreadable
        self._proposals = proposals
        self._spaces = spaces
        self._kinds = kinds

    async def kinds_due(self, until: Mapping[str, datetime]) -> set[str]:
        return set(await self._connection.scalars(_KINDS_DUE, timed(until)))

    async def due(
        self, kind: str, now: datetime, limit: int, *, but_for: Iterable[SpaceId] = ()
    ) -> list[ScheduledJob]:
        asked = {"what": kind, "now": now, "limit": limit, "spaces": listed(but_for)}
        return await self._jobs(_DUE, asked)

    async def next_due(self, after: datetime) -> datetime | None:
        found: datetime | None = (await self._connection.execute(_NEXT, {"after": after})).scalar_one()
        return found

    async def of(self, proposal: ProposalId) -> dict[str, ScheduledJob]:
        return {job.kind: job for job in await self._of(_OF_PROPOSALS, "proposals", [proposal])}

    async def of_space(self, space: SpaceId) -> dict[str, ScheduledJob]:
        return {job.kind: job for job in await self._of(_OF_SPACES, "spaces", [space])}

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

    async def hasten(self, beyond: datetime, at: datetime) -> None:
        await self._connection.execute(_HASTEN, {"beyond": beyond, "at": at})

    async def begin(self, at: datetime, afresh: Iterable[str]) -> None:
        known = set(await self._connection.scalars(select(job_kinds.c.kind)))
        if known != (kinds := {job.kind for job in self._kinds}):
            await self.rebuild()
            await self._connection.execute(delete(job_kinds))
            await self._connection.execute(insert(job_kinds), [{"kind": kind} for kind in sorted(kinds)])
        await self._connection.execute(_AFRESH, {"kinds": listed(afresh), "at": at})

    async def rebuild(self) -> int:
        wrong = await self._follow_spaces(await self._spaces.all())
        last = 0
        while ids := list(await self._connection.scalars(queries.AFTER, {"last": last, "limit": _AT_ONCE})):
            wrong += await self._follow(ids, retry=False)
            last = ids[-1]
        await self._connection.execute(queries.UNSETTLE)
        return wrong

    async def keep(self, changed: Iterable[ProposalId]) -> None:
        """Bring the jobs of proposals to what their facts say, of which some are new."""
        await self._follow(changed, retry=True)

    async def keep_of_spaces(self, changed: Iterable[SpaceId]) -> None:
        """The same for spaces that were bound anew."""
        await self._follow_spaces([await self._spaces.get(space) for space in changed])

    async def _follow(self, changed: Iterable[ProposalId], *, retry: bool) -> int:
        """Returns how many jobs were not what the facts say. `retry`: what has failed is tried again at once."""
        found = (await self._proposals.get_many(changed)).values()
        times: dict[tuple[_Subject, str], datetime] = {}
        timed: list[Proposal] = []
        for each in found:
            try:
                due = due_times(each, self._kinds)
            except FAULTS as error:
                # Its facts contradict each other: what it waits for is as unknown as if it couldn't be read at all.
                self._unreadable.report(f"proposal {each.id}", error)
                continue
            timed.append(each)
            times |= {((each.space, each.id), kind): at for kind, at in due.items()}
        known = await self._of(_OF_PROPOSALS, "proposals", [each.id for each in timed])
        wrong = await self._change(times, known, retry=retry)
        await self._settle(timed, {proposal for (_, proposal), _ in times if proposal is not None})
        return wrong

    async def _follow_spaces(self, changed: Collection[Space]) -> int:
        times: dict[tuple[_Subject, str], datetime] = {
            ((each.id, None), kind): at
            for each in changed
            for kind, at in due_times_of_space(each, self._kinds).items()
        }
        known = await self._of(_OF_SPACES, "spaces", [each.id for each in changed])
        return await self._change(times, known, retry=False)

    async def _change(
        self,
        times: Mapping[tuple[_Subject, str], datetime],
        found: Iterable[ScheduledJob],
        *,
        retry: bool,
    ) -> int:
        """Make the rows of some subjects those that the times say. Returns how many were not."""
        known = {((job.space, job.proposal), job.kind): job for job in found}
        new = [
            {"space": space, "proposal": proposal, "kind": kind, "due_at": at, "run_at": at}
            for ((space, proposal), kind), at in times.items()
            if ((space, proposal), kind) not in known
        ]
        moved = [
            {"of": job.id, "at": at}
            for key, at in times.items()
            if (job := known.get(key)) and (job.due_at != at or (retry and job.attempts))
        ]
        over = [{"of": job.id} for key, job in known.items() if key not in times]
        of_proposals = [row for row in new if row["proposal"] is not None]
        of_spaces = [row for row in new if row["proposal"] is None]
        for statement, parameters in (
            (_ADD_OF_PROPOSALS, of_proposals),
            (_ADD_OF_SPACES, of_spaces),
            (_RESET, moved),
            (_REMOVE, over),
        ):
            if parameters:
                await self._connection.execute(statement, parameters)
        return len(new) + len(moved) + len(over)

    async def _of(self, statement: Any, name: str, subjects: Iterable[int]) -> list[ScheduledJob]:
        return await self._jobs(statement, {name: listed(subjects)})

    async def _jobs(self, statement: Any, asked: dict[str, Any]) -> list[ScheduledJob]:
        return await readable(self._connection, statement, jobs.c.id, asked, _job, self._unreadable)

    async def _settle(self, found: Iterable[Proposal], waiting: set[ProposalId]) -> None:
        """Of those that wait for nothing only drafts are not over."""
        over = [each.id for each in found if each.id not in waiting and (each.submission or each.stopped)]
        if over:
            await self._connection.execute(queries.SETTLE, {"proposals": listed(over)})


def _seen(job: ScheduledJob, again: datetime | None) -> dict[str, object]:
    return {"of": job.id, "seen": job.version, "again": again}


def _job(row: Row[*tuple[Any, ...]]) -> ScheduledJob:
    return ScheduledJob(*row)
