"""/proposal template: for moderators, what proposals on a track begin with."""

from dataclasses import dataclass, replace
from typing import Self

from discord import app_commands

from bot.domain.ids import TrackId
from bot.services.actors import MODERATE
from bot.services.proposals.drafting.content import TEXT_LIMIT, TITLE_LIMIT
from bot.wording.governance.tracks.track_templates import (
    template_form_title,
    template_lines,
    template_text_question,
    template_title_question,
)
from bot.wording.language import Language
from cogs.components.autocomplete import open_tracks
from cogs.components.cards.layouts import answer_lines
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.custom_ids import TRACK, CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.modal_retries import RetryableModal
from cogs.components.interactions.persistent import Field
from cogs.components.interactions.requirements import requires
from cogs.components.language import language_of


@dataclass
class TemplateModal(RetryableModal):
    """What proposals on a track begin with; nothing where both fields are empty."""

    custom_id = CustomId("template-modal", track=TRACK)
    requirement = MODERATE

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


@requires(MODERATE)
@app_commands.command(name="template")
@app_commands.describe(track="The track whose proposals are to begin with it")
@app_commands.autocomplete(track=open_tracks)
async def template(interaction: Interaction, track: str) -> None:
    """For moderators: write what proposals on a track begin with, or take it away"""
    actor, services = actor_of(interaction), interaction.client.services
    chosen = await services.tracks.named(actor.guild, track, actor.channel)
    written = await services.templates.editable(actor, chosen.id)
    filled = {"hint": written.title, "text": written.text} if written else {}
    await TemplateModal(chosen.id, filled=filled).open(interaction)
