"""The modal that takes a signature for an executor."""

from dataclasses import dataclass, replace
from typing import Self

from bot.services.actors import MODERATE
from bot.wording.accounts.wallets import signature_form_title
from bot.wording.governance.executor_proofs import proved_lines
from bot.wording.language import Language
from cogs.components.cards.layouts import lines_view
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import rewrite
from cogs.components.interactions.custom_ids import NONCE, CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import Field, PersistentModal
from cogs.components.language import language_of
from cogs.components.signature_field import signature_field


@dataclass
class ProofModal(PersistentModal):
    """Takes the signature. A wrong one uses nothing up: the button can be pressed again."""

    custom_id = CustomId("proof-signature", nonce=NONCE)
    requirement = MODERATE

    nonce: str
    title: str = ""
    fields: tuple[Field, ...] = ()

    def worded(self, say: Language) -> Self:
        return replace(self, title=signature_form_title(say), fields=(signature_field(say),))

    async def on_submit(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        proofs = interaction.client.services.executor_proofs
        state = await proofs.prove(actor_of(interaction), self.nonce, self.filled["signature"])
        say = language_of(interaction)
        await rewrite(interaction, lines_view(*proved_lines(state, say), say=say))
