"""The buttons of one's own profile, and of the board of delegates."""

from discord import app_commands

from bot.domain.errors import DelegationToStranger
from bot.domain.ids import MemberId
from bot.wording.delegation.delegations import board_lines, made_lines
from cogs.components.cards.layouts import answer_lines
from cogs.components.cards.start_panel import START_DELEGATES
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer
from cogs.components.interactions.discord_errors import Gone, discord_answers
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of
from cogs.delegation.modals import ProfileModal
from cogs.delegation.views import DELEGATE, EDIT_PROFILE


@component(EDIT_PROFILE)
async def edit_profile(interaction: Interaction) -> None:
    """Open the modal with what stands in the profile now."""
    actor = actor_of(interaction)
    portrait = await interaction.client.services.delegating.portrait(actor.guild, actor.member)
    await ProfileModal.of(portrait.profile).open(interaction)


@component(DELEGATE)
async def delegate_by_button(interaction: Interaction, member: MemberId) -> None:
    """What `/delegate to` does for all tracks. Raises DelegationToStranger for who has left the server."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    server = interaction.guild
    if server is None:
        raise app_commands.NoPrivateMessage
    try:
        with discord_answers("look for a member"):
            await server.fetch_member(member)
    except Gone:
        raise DelegationToStranger(member) from None
    made = await interaction.client.services.delegating.delegate(actor_of(interaction), member)
    await answer(interaction, "\n".join(made_lines(made, language_of(interaction))))


@component(START_DELEGATES, unasked=True)
async def board_from_panel(interaction: Interaction) -> None:
    """What `/delegate board` does."""
    await show_board(interaction)


async def show_board(interaction: Interaction) -> None:
    """The delegates of the server, and how often they vote."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    actor = actor_of(interaction)
    portraits = await interaction.client.services.delegating.board(actor.guild, actor.channel)
    await answer_lines(interaction, board_lines(portraits, language_of(interaction)))
