"""The modals of moderators: a signature for an executor, and what proposals on a track begin with."""

from dataclasses import dataclass, replace
from typing import Self

from bot.domain.ids import TrackId
from bot.services.proposals.drafting.content import TEXT_LIMIT, TITLE_LIMIT
from bot.wording.accounts.wallets import signature_form_title
from bot.wording.governance.executor_proofs import proved_lines
from bot.wording.governance.track_templates import (
    template_form_title,
    template_lines,
    template_text_question,
    template_title_question,
)
from bot.wording.language import Language
from cogs.components.cards.layouts import answer_lines, lines_view
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.answers import rewrite
from cogs.components.interactions.custom_ids import NONCE, CustomId, Part
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.modal_retries import RetryableModal
from cogs.components.interactions.persistent import Field, PersistentModal
from cogs.components.language import language_of
from cogs.components.signature_field import signature_field


@dataclass
class ProofModal(PersistentModal):
    """Takes the signature. A wrong one uses nothing up: the button can be pressed again."""

    custom_id = CustomId("proof-signature", nonce=NONCE)

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


@dataclass
class TemplateModal(RetryableModal):
    """What proposals on a track begin with; nothing where both fields are empty."""

    custom_id = CustomId("template-modal", track=Part(r"[0-9]{1,18}", lambda digits: TrackId(int(digits))))

    track: TrackId
    title: str = ""
    fields: tuple[Field, ...] = ()

    def worded(self, say: Language) -> Self:
        hint = Field("hint", *template_title_question(say), required=False, limit=TITLE_LIMIT)
        text = Field("text", *template_text_question(say), required=False, long=True, limit=TEXT_LIMIT)
        return replace(self, title=template_form_title(say), fields=(hint, text))

    async def on_submit(self, interaction: Interaction) -> None:
        templates, written = interaction.client.services.templates, self.filled
        set_ = await templates.set(actor_of(interaction), self.track, written["hint"], written["text"])
        say = language_of(interaction)
        await answer_lines(interaction, template_lines(*set_, say))
