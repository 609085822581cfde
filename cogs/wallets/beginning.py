"""How linking begins, for the command as for the button: on the page where there is one, else with a form."""

from bot.domain.accounts.mandate import MandateTerms
from bot.domain.ids import GuildId
from bot.services.wallets.linking import USUAL_TERMS
from bot.wording.pages.wallets.link import open_page_label, page_offer_lines
from cogs.components.cards.layouts import page_view
from cogs.components.interactions.actors import actor_in
from cogs.components.interactions.answers import answer
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of
from cogs.wallets.modals import LinkModal


async def begin(interaction: Interaction, guild: GuildId, terms: MandateTerms = USUAL_TERMS) -> None:
    """Answer with a link for this member alone, or open the form that asks for the account: both with these terms
    chosen. Raises NotSetUp."""
    services = interaction.client.services
    page_links = services.page_links
    await services.wallets.require_space(guild)
    if page_links.site is None:
        chosen = {"until": terms.term.value, "up_to": terms.up_to.value}
        await LinkModal(guild, filled=chosen).open(interaction)
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    actor = await actor_in(interaction, guild)
    url = page_links.to_wallet(actor, str(interaction.locale), terms)
    say = language_of(interaction)
    await answer(interaction, view=page_view(page_offer_lines(url, say), open_page_label(say), url, say))
