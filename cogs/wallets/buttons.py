"""The buttons of a message to sign, and of the question before a wallet is unlinked."""

from bot.domain.ids import address
from bot.wording.wallets import unlinked_line
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import rewrite
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of
from cogs.wallets.modals import SignatureModal
from cogs.wallets.views import SIGN, UNLINK


@component(SIGN)
async def sign(interaction: Interaction, nonce: str) -> None:
    """Open the modal for the signature, if the message can still be signed."""
    request = await interaction.client.services.wallets.pending(actor_of(interaction), nonce)
    await SignatureModal(request.nonce).open(interaction)


@component(UNLINK)
async def unlink(interaction: Interaction, wallet: str) -> None:
    """Unlink, now that it was asked for twice."""
    await interaction.response.defer()
    account = address(wallet)
    await interaction.client.services.wallets.unlink(actor_of(interaction), account)
    await rewrite(
        interaction,
        lines_view(unlinked_line(account, language_of(interaction)), say=language_of(interaction)),
    )
