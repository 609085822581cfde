"""Modals that were refused are opened again as they were filled in, so that nobody types anything twice."""

from dataclasses import dataclass, replace

import discord
from discord import ui

from bot.domain.errors import FolkmootError
from bot.domain.ids import MemberId
from bot.wording.delivery.answers import correct_label, form_kept
from bot.wording.errors import refusal
from cogs.components.interactions.answers import answer_error
from cogs.components.interactions.custom_ids import TOKEN, CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import PersistentModal, component
from cogs.components.interactions.token_store import TokenStores
from cogs.components.language import language_of

RETRY = CustomId("retry", token=TOKEN)
MODALS_IN_MEMORY = 1_000

modal_retries = TokenStores[PersistentModal](MODALS_IN_MEMORY)
"""The refused modals."""


@component(RETRY)
async def retry(interaction: Interaction, token: str) -> None:
    """Open a refused modal again, filled in with what was typed."""
    modal = modal_retries(interaction.client).found(MemberId(interaction.user.id), token)
    await modal.open(interaction)


@dataclass
class RetryableModal(PersistentModal):
    """A modal that can be opened again as it was filled in, when it was refused; then it says above its fields why."""

    async def on_error(self, interaction: Interaction, error: Exception) -> None:
        say = language_of(interaction)
        refused = replace(self, note=refusal(error, say)) if isinstance(error, FolkmootError) else self
        token = modal_retries(interaction.client).keep(MemberId(interaction.user.id), refused)
        view = ui.View(timeout=None)
        correct = ui.Button[ui.View](
            label=correct_label(say), style=discord.ButtonStyle.primary, custom_id=RETRY(token=token)
        )
        await answer_error(interaction, error, kept=form_kept(say), view=view.add_item(correct))
