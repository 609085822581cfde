"""Showing a draft to chosen members, before everybody sees it."""

import discord
from discord import app_commands, ui

from bot.domain.ids import MemberId, ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.services.proposals.drafting.authorship import SUBMIT
from bot.wording.proposals.drafts.coauthors import look_label
from bot.wording.proposals.drafts.readers import hidden_line, shown_line
from cogs.components.autocomplete import ProposalIn
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.custom_ids import PROPOSAL, CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of, language_of_guild
from cogs.proposals.showing import answer_draft, tell_there

READ = CustomId("read-draft", proposal=PROPOSAL)

OwnDraft = app_commands.Transform[Proposal, ProposalIn(*SUBMIT.states, own=True)]


@requires(SUBMIT)
@app_commands.command()
@app_commands.describe(
    proposal="Your draft", member="Who may read it; who may already is not shown it any more"
)
async def share(interaction: Interaction, proposal: OwnDraft, member: discord.User) -> None:
    """Show a draft of yours to a member, or no longer"""
    actor, reader = actor_of(interaction), MemberId(member.id)
    services = interaction.client.services
    if reader in proposal.readers:
        await services.readers.remove(actor, proposal.id, reader)
        await answer(interaction, hidden_line(reader, language_of(interaction)))
        return
    shown = await services.readers.add(actor, proposal.id, reader)
    say = language_of_guild(interaction.client, actor.guild)
    view = lines_view(shown_line(shown, reader, say), say=say)
    look = ui.Button[ui.LayoutView](label=look_label(say), custom_id=READ(proposal=proposal.id))
    await tell_there(interaction, view.add_item(ui.ActionRow(look)), reader)


@component(READ)
async def read(interaction: Interaction, proposal: ProposalId) -> None:
    """Show it to whom its author does, as it is now."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    await answer_with_draft(interaction, proposal)


async def answer_with_draft(interaction: Interaction, proposal: ProposalId) -> None:
    """Show it, with what its authors can do. Raises ProposalUnknown to whoever may not see it."""
    actor = actor_of(interaction)
    preview = await interaction.client.services.previews.show(actor, proposal)
    await answer_draft(interaction, preview, own=actor.member in preview.proposal.authors)
