"""The modal that takes the signature of a wallet."""

from dataclasses import dataclass, replace
from typing import Self

from bot.wording.language import Language
from bot.wording.wallets import linked_lines, signature_form_title
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import rewrite
from cogs.components.interactions.custom_ids import NONCE, CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import Field, PersistentModal
from cogs.components.language import language_of
from cogs.components.signature_field import signature_field


@dataclass
class SignatureModal(PersistentModal):
    """Takes the signature. A wrong one uses nothing up: the button can be pressed again."""

    custom_id = CustomId("signature", nonce=NONCE)

    nonce: str
    title: str = ""
    fields: tuple[Field, ...] = ()

    def worded(self, say: Language) -> Self:
        return replace(self, title=signature_form_title(say), fields=(signature_field(say),))

    async def on_submit(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        wallets = interaction.client.services.wallets
        wallet = await wallets.link(actor_of(interaction), self.nonce, self.filled["signature"])
        await rewrite(
            interaction,
            lines_view(*linked_lines(wallet, language_of(interaction)), say=language_of(interaction)),
        )
