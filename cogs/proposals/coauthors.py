"""Asking a member to write along, and the buttons with which they answer: what is asked stands in the buttons alone."""

import discord
from discord import ui

from bot.domain.ids import MemberId, ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.services.proposals.drafting.authorship import WRITE_ALONG
from bot.wording.language import Language
from bot.wording.proposals.drafts.coauthors import (
    accept_label,
    accepted_line,
    decline_label,
    declined_line,
    invitation_lines,
    look_label,
)
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import rewrite
from cogs.components.interactions.custom_ids import PROPOSAL, CustomId, Part
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of_guild
from cogs.proposals.showing import answer_draft, tell_there

_MEMBER = Part(r"[0-9]{1,20}", lambda digits: MemberId(int(digits)))
ACCEPT = CustomId("write-along", proposal=PROPOSAL, asked=_MEMBER)
DECLINE = CustomId("write-not-along", proposal=PROPOSAL, asked=_MEMBER)
LOOK = CustomId("look-at-draft", proposal=PROPOSAL, asked=_MEMBER)


async def invite(interaction: Interaction, proposal: Proposal, asked: MemberId) -> None:
    """Ask the member where the command was used: everybody there reads that they are asked."""
    say = language_of_guild(interaction.client, actor_of(interaction).guild)
    await tell_there(interaction, _invitation(proposal, asked, say), asked)


def _invitation(proposal: Proposal, asked: MemberId, say: Language) -> ui.LayoutView:
    of = {"proposal": proposal.id, "asked": asked}
    accept = ui.Button[ui.LayoutView](
        label=accept_label(say), custom_id=ACCEPT(**of), style=discord.ButtonStyle.primary
    )
    others = [
        ui.Button[ui.LayoutView](label=label, custom_id=kind(**of))
        for label, kind in ((look_label(say), LOOK), (decline_label(say), DECLINE))
    ]
    view = lines_view(*invitation_lines(proposal, asked, say), say=say)
    return view.add_item(ui.ActionRow(accept, *others))


@component(ACCEPT, WRITE_ALONG)
async def accept(interaction: Interaction, proposal: ProposalId, asked: MemberId) -> None:
    """Write along from now on."""
    await interaction.response.defer()
    actor = actor_of(interaction)
    accepted = await interaction.client.services.coauthors.accept(actor, proposal, asked)
    say = language_of_guild(interaction.client, actor.guild)
    await rewrite(interaction, lines_view(accepted_line(accepted, asked, say), say=say))


@component(DECLINE, WRITE_ALONG)
async def decline(interaction: Interaction, proposal: ProposalId, asked: MemberId) -> None:
    """Say no, also for whoever looks later; or, as the author, ask no longer."""
    actor = actor_of(interaction)
    await interaction.client.services.coauthors.decline(actor, proposal, asked)
    await interaction.response.defer()
    say = language_of_guild(interaction.client, actor.guild)
    await rewrite(interaction, lines_view(declined_line(asked, say), say=say))


@component(LOOK, WRITE_ALONG)
async def look(interaction: Interaction, proposal: ProposalId, asked: MemberId) -> None:
    """Show it to who was asked, before they answer."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    preview = await interaction.client.services.coauthors.shown(actor_of(interaction), proposal, asked)
    await answer_draft(interaction, preview, own=False)
