"""What authors report after their proposals passed; rows are only added."""

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import MemberId, ProposalId
from bot.domain.proposals.progress import ProgressReport
from bot.storage.dialect import insert
from bot.storage.tables import progress_reports

_OF = (
    select(progress_reports.c.by, progress_reports.c.text, progress_reports.c.link, progress_reports.c.at)
    .where(progress_reports.c.proposal == bindparam("of"))
    .order_by(progress_reports.c.id)
)


class StoredProgressReports:
    """`ports.ProgressReports`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, proposal: ProposalId) -> list[ProgressReport]:
        found = await self._connection.execute(_OF, {"of": proposal})
        return [ProgressReport(MemberId(row.by), row.text, row.link, row.at) for row in found]

    async def add(self, proposal: ProposalId, report: ProgressReport) -> None:
        await self._connection.execute(
            insert(progress_reports).values(
                proposal=proposal, by=report.by, text=report.text, link=report.link, at=report.at
            )
        )
