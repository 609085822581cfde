"""/proposal statement and statements: members put short statements on a proposal and answer them one at a time."""

import io
from dataclasses import dataclass, replace
from typing import Any, Self

import discord
from discord import app_commands

from bot.client import UNASKED
from bot.domain.ids import ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.domain.statements.exported import file_name
from bot.domain.statements.statement import LONGEST, PER_PROPOSAL, Answer
from bot.services.proposals.drafting.authorship import EDIT
from bot.services.statements.putting import DISCUSS, RETRACT
from bot.wording.language import Language
from bot.wording.proposals import statements as words
from cogs.components.autocomplete import AnyProposal, ProposalIn
from cogs.components.cards.statements import (
    AMEND,
    ANSWER_STATEMENT,
    ANSWER_STATEMENTS,
    PUT_STATEMENT,
    SHOW_STATEMENTS,
    STATEMENT,
    STATEMENTS_FILE,
    STATEMENTS_PAGE,
    answer_view,
    asked_view,
    results_view,
)
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer, rewrite
from cogs.components.interactions.custom_ids import PROPOSAL, CustomId
from cogs.components.interactions.interaction import Interaction, selected_numbers
from cogs.components.interactions.modal_retries import RetryableModal
from cogs.components.interactions.persistent import Field, component
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of
from cogs.proposals.modals import EditModal

Discussed = app_commands.Transform[Proposal, ProposalIn(State.DISCUSSION)]


@dataclass
class StatementModal(RetryableModal):
    """Asks for one statement."""

    custom_id = CustomId("statement-modal", proposal=PROPOSAL)
    requirement = DISCUSS

    proposal: ProposalId
    title: str = ""
    fields: tuple[Field, ...] = ()

    def worded(self, say: Language) -> Self:
        field = Field("statement", *words.statement_question(say), long=True, limit=LONGEST)
        return replace(self, title=words.form_title(say), fields=(field,))

    async def on_submit(self, interaction: Interaction) -> None:
        await _put(interaction, self.proposal, self.filled["statement"])


@requires(DISCUSS)
@app_commands.command(name="statement")
@app_commands.describe(
    proposal="The number of a proposal that is discussed",
    text="One thought, with which others can agree or disagree",
)
async def put_statement_by_command(
    interaction: Interaction, proposal: Discussed, text: app_commands.Range[str, 1, LONGEST]
) -> None:
    """Put a short statement on a proposal, for others to agree or disagree with"""
    await _put(interaction, proposal.id, text)


@app_commands.command(name="statements", extras=UNASKED)
@app_commands.describe(proposal="The proposal's number")
async def statements_by_command(interaction: Interaction, proposal: AnyProposal) -> None:
    """Show the statements on a proposal, and what members of different views agree on"""
    await _show(interaction, proposal.id)


@requires(RETRACT)
@app_commands.command(name="retract")
@app_commands.describe(proposal="The proposal's number", statement="The number of the statement")
async def retract_statement(
    interaction: Interaction, proposal: AnyProposal, statement: app_commands.Range[int, 1, PER_PROPOSAL]
) -> None:
    """Take a statement of yours away; moderators take any"""
    await interaction.response.defer(ephemeral=True)
    putting = interaction.client.services.putting_statements
    removed = await putting.remove(actor_of(interaction), proposal.id, statement)
    await answer(interaction, words.removed_line(removed, language_of(interaction)))


async def _put(interaction: Interaction, proposal: ProposalId, text: str) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    say = language_of(interaction)
    put = await interaction.client.services.putting_statements.put(actor_of(interaction), proposal, text)
    await answer(interaction, view=answer_view(words.put_lines(put, say), proposal, say))


@component(PUT_STATEMENT, DISCUSS)
async def put_statement(interaction: Interaction, proposal: ProposalId) -> None:
    """Open the form for a statement."""
    await StatementModal(proposal).open(interaction)


@component(ANSWER_STATEMENTS)
async def answer_statements(interaction: Interaction, proposal: ProposalId) -> None:
    """Begin with the first statement that the member hasn't answered, or go on there."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    asked = await interaction.client.services.answering_statements.ask(actor_of(interaction), proposal)
    await answer(interaction, view=asked_view(asked, language_of(interaction)))


@component(STATEMENT)
async def show_statement(interaction: Interaction, proposal: ProposalId, number: int) -> None:
    """Show one statement in the place of another."""
    await interaction.response.defer()
    asked = await interaction.client.services.answering_statements.ask(
        actor_of(interaction), proposal, number
    )
    await rewrite(interaction, asked_view(asked, language_of(interaction)))


@component(ANSWER_STATEMENT, DISCUSS)
async def answer_statement(
    interaction: Interaction, proposal: ProposalId, number: int, given: Answer
) -> None:
    """Store the answer, and show the next statement in the place of this one."""
    await interaction.response.defer()
    asked = await interaction.client.services.answering_statements.answer(
        actor_of(interaction), proposal, number, given
    )
    await rewrite(interaction, asked_view(asked, language_of(interaction)))


@component(SHOW_STATEMENTS, unasked=True)
async def show_statements(interaction: Interaction, proposal: ProposalId) -> None:
    """What `/proposal statements` shows."""
    await _show(interaction, proposal)


async def _show(interaction: Interaction, proposal: ProposalId) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await answer(interaction, view=await _results(interaction, proposal, 0))


@component(STATEMENTS_PAGE, unasked=True)
async def turn_page(interaction: Interaction, proposal: ProposalId, page: int) -> None:
    """Show another page in the place of this one."""
    await interaction.response.defer()
    await rewrite(interaction, await _results(interaction, proposal, page))


async def _results(interaction: Interaction, proposal: ProposalId, page: int) -> discord.ui.LayoutView:
    actor = actor_of(interaction)
    shown = await interaction.client.services.statement_results.shown(proposal, actor.guild)
    own = actor.member in shown.proposal.authors
    return results_view(shown, page, language_of(interaction), own=own)


@component(STATEMENTS_FILE, unasked=True)
async def statements_file(interaction: Interaction, proposal: ProposalId) -> None:
    """Hand out the answers without names."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    actor, services = actor_of(interaction), interaction.client.services
    content = await services.statement_results.file(proposal, actor.guild)
    file = discord.File(io.BytesIO(content), file_name(proposal))
    await answer(interaction, words.file_line(language_of(interaction)), files=[file])


@component(AMEND, EDIT)
async def amend(interaction: Interaction, proposal: ProposalId) -> None:
    """Open the form of an edit with the chosen statement at the end of the text: its author decides."""
    (number,) = selected_numbers(interaction)
    services = interaction.client.services
    found = await services.proposal_reading.editable(actor_of(interaction), proposal)
    statement = await services.statement_results.statement(proposal, number)
    await EditModal.of(found, added=statement.text).open(interaction)


STATEMENT_COMPONENTS = (
    put_statement,
    answer_statements,
    show_statement,
    answer_statement,
    show_statements,
    turn_page,
    statements_file,
    amend,
    StatementModal,
)
STATEMENT_COMMANDS: tuple[app_commands.Command[Any, ..., Any], ...] = (
    put_statement_by_command,
    statements_by_command,
    retract_statement,
)
