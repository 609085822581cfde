"""What authors report after their proposals passed: said in the thread, and kept with the proposal."""

from collections.abc import Sequence

import msgspec

from bot.domain.errors import ReportedJustNow, TextField, TextMissing, TextTooLong, TooManyReports
from bot.domain.ids import ProposalId
from bot.domain.proposals.progress import (
    BETWEEN_REPORTS,
    LONGEST_REPORT,
    MOST_REPORTS,
    ProgressReport,
    link_of,
)
from bot.domain.proposals.proposal import Proposal
from bot.services.actors import Actor
from bot.services.delivery.notifications import PostEvent
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.proposals.drafting.authorship import REPORT, require
from bot.services.proposals.visibility import visible


class Progress(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def of(self, proposal: ProposalId) -> Sequence[ProgressReport]:
        """The oldest first: whoever may see the proposal may read them."""
        async with self.uow.reading() as repositories:
            return await repositories.progress_reports.of(proposal)

    async def reportable(self, actor: Actor, proposal: ProposalId) -> Proposal:
        """The proposal, if the actor may report of it now. Raises ProposalUnknown, NotAuthor, WrongState,
        TooManyReports, ReportedJustNow."""
        async with self.uow.reading() as repositories:
            return await self._reportable(repositories, actor, proposal)

    async def report(self, actor: Actor, proposal_id: ProposalId, text: str, link: str) -> Proposal:
        """Keep the report, and have it said in the thread. Raises what `reportable` raises, TextMissing, TextTooLong,
        BadLink."""
        text, link = text.strip(), link_of(link)
        if not text:
            raise TextMissing(TextField.TEXT)
        if len(text) > LONGEST_REPORT:
            raise TextTooLong(TextField.TEXT, len(text), LONGEST_REPORT)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await self._reportable(repositories, actor, proposal_id)
            await repositories.progress_reports.add(
                proposal_id, ProgressReport(actor.member, text, link, now)
            )
            data = {"by": str(actor.member), "text": text, "link": link}
            await repositories.outbox.add(
                PostEvent(actor.guild, proposal_id, event="progress", data=data), at=now
            )
        self.wake_signal.send()
        return proposal

    async def _reportable(
        self, repositories: Repositories, actor: Actor, proposal_id: ProposalId
    ) -> Proposal:
        now = self.clock.now()
        proposal = await visible(repositories, proposal_id, actor.guild, actor.member)
        require(REPORT, actor.member, proposal, now)
        reports = await repositories.progress_reports.of(proposal_id)
        if len(reports) >= MOST_REPORTS:
            raise TooManyReports(MOST_REPORTS)
        if reports and now < (again := reports[-1].at + BETWEEN_REPORTS):
            raise ReportedJustNow(again)
        return proposal
