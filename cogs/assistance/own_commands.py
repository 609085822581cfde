"""/proposal principles, weigh and translate: what is for one member alone."""

from dataclasses import dataclass, replace
from typing import Self

from babel import Locale
from discord import app_commands

from bot.client import UNASKED
from bot.domain.assistance.principles import LONGEST_PRINCIPLES
from bot.wording.assistance.principles import (
    form_note,
    form_question,
    form_title,
    translation_lines,
    weighed_lines,
    written_lines,
)
from bot.wording.language import Language
from cogs.components.autocomplete import AnyProposal
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.custom_ids import CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.modal_retries import RetryableModal
from cogs.components.interactions.persistent import Field
from cogs.components.language import language_of


@dataclass
class PrinciplesModal(RetryableModal):
    """Asks for all of them at once."""

    custom_id = CustomId("principles-modal")

    title: str = ""
    fields: tuple[Field, ...] = ()

    def worded(self, say: Language) -> Self:
        field = Field("principles", *form_question(say), required=False, long=True, limit=LONGEST_PRINCIPLES)
        return replace(self, title=form_title(say), fields=(field,))

    async def on_submit(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        weighing = interaction.client.services.weighing
        kept = await weighing.write(actor_of(interaction), self.filled["principles"])
        await answer_lines(interaction, written_lines(kept, language_of(interaction)))


@app_commands.command(name="principles")
async def principles(interaction: Interaction) -> None:
    """Write down for yourself what you hold to be right; proposals can be held against it"""
    kept = await interaction.client.services.weighing.principles(actor_of(interaction))
    note = form_note(language_of(interaction))
    await PrinciplesModal(filled={"principles": kept}, note=note).open(interaction)


@app_commands.command(name="weigh", extras=UNASKED)
@app_commands.describe(proposal="The proposal's number")
async def weigh(interaction: Interaction, proposal: AnyProposal) -> None:
    """Show what a proposal has to do with your own principles, for you alone"""
    await interaction.response.defer(ephemeral=True, thinking=True)
    weighing = interaction.client.services.weighing
    found, weighed = await weighing.weigh(actor_of(interaction), proposal.id)
    await answer_lines(interaction, weighed_lines(found, weighed, language_of(interaction)))


@app_commands.command(name="translate", extras=UNASKED)
@app_commands.describe(proposal="The proposal's number")
async def translate(interaction: Interaction, proposal: AnyProposal) -> None:
    """Show a proposal in the language of your Discord, translated by a machine, for you alone"""
    await interaction.response.defer(ephemeral=True, thinking=True)
    language = Locale.parse(str(interaction.locale), sep="-").english_name or str(interaction.locale)
    weighing = interaction.client.services.weighing
    _, translation = await weighing.translate(actor_of(interaction), proposal.id, language)
    await answer_lines(interaction, translation_lines(translation, language_of(interaction)))
