"""/proposal report: what became of a proposal; of its milestones, what is decided on before they are paid."""

from dataclasses import dataclass, replace
from typing import Self

from discord import app_commands

from bot.domain.ids import MemberId, ProposalId, ProposalNumber
from bot.domain.milestones.milestone import MOST_MILESTONES
from bot.domain.proposals.progress import LONGEST_LINK, LONGEST_REPORT
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.services.proposals.drafting.authorship import REPORT
from bot.services.proposals.drafting.content import TEXT_LIMIT
from bot.wording.language import Language
from bot.wording.milestones import report_question, report_title, reported_lines
from bot.wording.proposals.lifecycle.progress import (
    progress_form_title,
    progress_link_question,
    progress_text_question,
    progressed_line,
)
from cogs.components.autocomplete import ProposalIn
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.custom_ids import NUMBER, PROPOSAL, CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.modal_retries import RetryableModal
from cogs.components.interactions.persistent import Field
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of


class _PassedIn(ProposalIn):
    """Suggests those that have come into force and promise something for later, and one's own that passed."""

    def _suggests(self, proposal: Proposal, now: State, asker: MemberId) -> bool:
        promises = bool(proposal.content.milestones) and now in (State.PASSED, State.EXECUTED)
        return promises or (asker in proposal.authors and now in REPORT.states)


Passed = app_commands.Transform[Proposal, _PassedIn()]


@dataclass
class ReportModal(RetryableModal):
    """Asks for the report."""

    custom_id = CustomId("report-modal", proposal=PROPOSAL, place=NUMBER)
    requirement = REPORT

    proposal: ProposalId
    place: int

    title: str = ""
    fields: tuple[Field, ...] = ()

    def worded(self, say: Language) -> Self:
        field = Field("report", *report_question(say), long=True, limit=TEXT_LIMIT)
        return replace(self, title=report_title(self.place, say), fields=(field,))

    async def on_submit(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        reporting = interaction.client.services.reporting_milestones
        release = await reporting.report(
            actor_of(interaction), self.proposal, self.place, self.filled["report"]
        )
        await answer_lines(interaction, reported_lines(release.number, language_of(interaction)))


@dataclass
class ProgressModal(RetryableModal):
    """Asks what has been done since the proposal passed."""

    custom_id = CustomId("progress-modal", proposal=PROPOSAL, number=NUMBER)
    requirement = REPORT

    proposal: ProposalId
    number: ProposalNumber

    title: str = ""
    fields: tuple[Field, ...] = ()

    def worded(self, say: Language) -> Self:
        text = Field("text", *progress_text_question(say), long=True, limit=LONGEST_REPORT)
        link = Field("link", *progress_link_question(say), required=False, limit=LONGEST_LINK)
        return replace(self, title=progress_form_title(self.number, say), fields=(text, link))

    async def on_submit(self, interaction: Interaction) -> None:
        written = self.filled["text"], self.filled["link"]
        progress = interaction.client.services.progress
        reported = await progress.report(actor_of(interaction), self.proposal, *written)
        await answer(interaction, progressed_line(reported.number, language_of(interaction)))


@requires(REPORT)
@app_commands.command(name="report")
@app_commands.describe(
    proposal="The number of the proposal that passed",
    milestone="Which of its milestones is to be paid; left out: what has been done so far",
)
async def report(
    interaction: Interaction,
    proposal: Passed,
    milestone: app_commands.Range[int, 1, MOST_MILESTONES] | None = None,
) -> None:
    """Report what was done after a proposal passed, or what is delivered so that a milestone is paid"""
    actor, services = actor_of(interaction), interaction.client.services
    if milestone is None:
        found = await services.progress.reportable(actor, proposal.id)
        await ProgressModal(proposal.id, found.number).open(interaction)
    else:
        await services.reporting_milestones.reportable(actor, proposal.id, milestone)
        await ReportModal(proposal.id, milestone).open(interaction)
