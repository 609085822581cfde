"""The buttons with which a member has themself erased, and takes an agreement back."""

from bot.domain.ids import GuildId, MemberId
from bot.wording.privacy.consent import withdrawn_line
from bot.wording.privacy.own_data import erased_lines
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import answer, rewrite
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of
from cogs.privacy.views import ERASE, WITHDRAW


@component(ERASE, unasked=True)
async def erase(interaction: Interaction) -> None:
    """Erase the member, or note that they asked for it."""
    await interaction.response.defer()
    say = language_of(interaction)
    data = await interaction.client.services.own_data.erase(actor_of(interaction), interaction.id)
    await rewrite(interaction, lines_view(*erased_lines(data, say), say=say))


@component(WITHDRAW, unasked=True)
async def withdraw_consent(interaction: Interaction, guild: GuildId) -> None:
    """Ask the member again from now on."""
    await interaction.client.services.consenting.withdraw(guild, MemberId(interaction.user.id))
    await answer(interaction, withdrawn_line(language_of(interaction)))
