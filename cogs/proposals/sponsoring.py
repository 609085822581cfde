"""The buttons with which an author asks for sponsors, and members sponsor."""

from bot.domain.ids import ProposalId
from bot.services.proposals.drafting.authorship import SUBMIT
from bot.wording.proposals.drafts.sponsoring import called_lines, sponsored_lines, taken_back_line
from cogs.components.cards.layouts import answer_lines, lines_view
from cogs.components.cards.sponsoring import SPONSOR, SPONSOR_DETAILS, UNSPONSOR
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer, rewrite
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of
from cogs.proposals.showing import answer_draft
from cogs.proposals.views import ASK_SPONSORS


@component(ASK_SPONSORS, SUBMIT)
async def ask_sponsors(interaction: Interaction, proposal: ProposalId) -> None:
    """Show the draft to everybody."""
    await interaction.response.defer()
    actor, services, say = actor_of(interaction), interaction.client.services, language_of(interaction)
    call = await services.sponsoring.call(actor, proposal)
    space = await services.space_setup.place(actor.guild)
    await rewrite(interaction, lines_view(*called_lines(call, space.announcements, say), say=say))


@component(SPONSOR)
async def sponsor(interaction: Interaction, proposal: ProposalId, number: int) -> None:
    """Stand behind the draft."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    services = interaction.client.services
    sponsored = await services.sponsoring.sponsor(actor_of(interaction), proposal, number)
    await answer_lines(interaction, sponsored_lines(sponsored, language_of(interaction)))


@component(UNSPONSOR)
async def unsponsor(interaction: Interaction, proposal: ProposalId, number: int) -> None:
    """Stand behind it no more."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.client.services.sponsoring.take_back(actor_of(interaction), proposal, number)
    await answer(interaction, taken_back_line(language_of(interaction)))


@component(SPONSOR_DETAILS, unasked=True)
async def sponsor_details(interaction: Interaction, proposal: ProposalId, number: int) -> None:
    """Show all of the draft."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    guild = actor_of(interaction).guild
    preview = await interaction.client.services.sponsoring.details(guild, proposal, number)
    await answer_draft(interaction, preview, own=False)
