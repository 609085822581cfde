"""The button with which a member has themself erased."""

from bot.wording.privacy.own_data import erased_lines
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import rewrite
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of
from cogs.privacy.views import ERASE


@component(ERASE)
async def erase(interaction: Interaction) -> None:
    """Erase the member, or note that they asked for it."""
    await interaction.response.defer()
    say = language_of(interaction)
    data = await interaction.client.services.own_data.erase(actor_of(interaction), interaction.id)
    await rewrite(interaction, lines_view(*erased_lines(data, say), say=say))
