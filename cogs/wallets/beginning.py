"""How linking begins, for the command as for the button: on the page where there is one, else with a form."""

from bot.domain.ids import GuildId
from cogs.components.interactions.actors import actor_in
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of
from cogs.wallets.modals import LinkModal
from cogs.wallets.views import page_view


async def begin(interaction: Interaction, guild: GuildId) -> None:
    """Answer with a link for this member alone, or open the form that asks for the account."""
    page_links = interaction.client.services.page_links
    if page_links.site is None:
        await LinkModal(guild).open(interaction)
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    actor = await actor_in(interaction, guild)
    url = page_links.to_wallet(actor, str(interaction.locale))
    await answer(interaction, view=page_view(url, language_of(interaction)))
