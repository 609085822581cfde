"""The button that begins to link a wallet, that of a message to sign, and of the question before one is unlinked."""

from bot.domain.ids import GuildId, address
from bot.wording.accounts.wallets import unlinked_line
from bot.wording.start_panel import power_now_lines
from cogs.components.cards.layouts import answer_lines, lines_view
from cogs.components.cards.start_panel import START_POWER
from cogs.components.interactions.actors import actor_in, actor_of
from cogs.components.interactions.answers import rewrite
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.offers import LINK
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of
from cogs.wallets.beginning import begin
from cogs.wallets.modals import SignatureModal
from cogs.wallets.views import SIGN, UNLINK


@component(LINK)
async def link(interaction: Interaction, guild: GuildId) -> None:
    """What `/wallet link` does."""
    await begin(interaction, guild)


@component(SIGN)
async def sign(interaction: Interaction, guild: GuildId, nonce: str) -> None:
    """Open the modal for the signature, if the message can still be signed."""
    actor = await actor_in(interaction, guild)
    request = await interaction.client.services.wallets.pending(actor, nonce)
    await SignatureModal(guild, request.nonce).open(interaction)


@component(UNLINK, unasked=True)
async def unlink(interaction: Interaction, wallet: str) -> None:
    """Unlink, now that it was asked for twice."""
    await interaction.response.defer()
    account = address(wallet)
    await interaction.client.services.wallets.unlink(actor_of(interaction), account)
    await rewrite(
        interaction,
        lines_view(unlinked_line(account, language_of(interaction)), say=language_of(interaction)),
    )


@component(START_POWER, unasked=True)
async def show_power(interaction: Interaction) -> None:
    """What the member holds now, by the rules of each track."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    actor, services = actor_of(interaction), interaction.client.services
    choices = await services.track_eligibility.tracks(actor)
    wallets = await services.wallets.of(actor)
    await answer_lines(interaction, power_now_lines(choices, language_of(interaction), wallets=len(wallets)))
