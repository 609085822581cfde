"""/proposal report: what was delivered of a proposal's milestones, after which it is decided whether it is paid."""

from dataclasses import dataclass, replace
from typing import Self

from discord import app_commands

from bot.domain.ids import MemberId, ProposalId
from bot.domain.milestones.milestone import MOST_MILESTONES
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.services.proposals.drafting.content import TEXT_LIMIT
from bot.wording.language import Language
from bot.wording.milestones import report_question, report_title, reported_lines
from cogs.components.autocomplete import ProposalIn
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.custom_ids import NUMBER, PROPOSAL, CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.modal_retries import RetryableModal
from cogs.components.interactions.persistent import Field
from cogs.components.language import language_of


class _PromisingIn(ProposalIn):
    """Suggests those that have come into force and promise something for later."""

    def _suggests(self, proposal: Proposal, now: State, asker: MemberId) -> bool:
        return bool(proposal.content.milestones) and now in (State.PASSED, State.EXECUTED)


Promising = app_commands.Transform[Proposal, _PromisingIn()]


@dataclass
class ReportModal(RetryableModal):
    """Asks for the report."""

    custom_id = CustomId("report-modal", proposal=PROPOSAL, place=NUMBER)

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


@app_commands.command(name="report")
@app_commands.describe(
    proposal="The number of the proposal that promised the payment",
    milestone="Which of its milestones",
)
async def report_milestone(
    interaction: Interaction,
    proposal: Promising,
    milestone: app_commands.Range[int, 1, MOST_MILESTONES],
) -> None:
    """Report what was delivered, so that a milestone is paid"""
    reporting = interaction.client.services.reporting_milestones
    await reporting.reportable(actor_of(interaction), proposal.id, milestone)
    await ReportModal(proposal.id, milestone).open(interaction)
