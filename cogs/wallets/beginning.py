"""How linking begins, for the command as for the button: on the page where there is one, else with a form."""

from bot.domain.ids import GuildId
from bot.wording.pages.link import open_page_label, page_offer_lines
from cogs.components.cards.layouts import page_view
from cogs.components.interactions.actors import actor_in
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of
from cogs.wallets.modals import LinkModal


async def begin(interaction: Interaction, guild: GuildId) -> None:
    """Answer with a link for this member alone, or open the form that asks for the account."""
    page_links = interaction.client.services.page_links
    if page_links.site is None:
        await LinkModal(guild).open(interaction)
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    actor = await actor_in(interaction, guild)
    url = page_links.to_wallet(actor, str(interaction.locale))
    say = language_of(interaction)
    await answer(interaction, view=page_view(page_offer_lines(url, say), open_page_label(say), url, say))
