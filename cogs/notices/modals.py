"""The modal of quiet hours."""

from dataclasses import dataclass, replace
from typing import Self

from bot.domain.ids import GuildId
from bot.domain.notices.settings import NoticeSettings
from bot.wording.language import Language
from bot.wording.notices.panel import begins_question, ends_question, quiet_form_title, zone_question
from cogs.components.interactions.actors import actor_in
from cogs.components.interactions.answers import answer
from cogs.components.interactions.custom_ids import GUILD, CustomId
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.modal_retries import RetryableModal
from cogs.components.interactions.persistent import Field
from cogs.components.language import language_of
from cogs.notices.views import panel_view

_HOUR, _ZONE = 5, 60


@dataclass
class QuietHoursModal(RetryableModal):
    """When a member wants to be told nothing; without times, that they have no such hours."""

    custom_id = CustomId("quiet-hours-modal", guild=GUILD)

    guild: GuildId
    title: str = ""
    fields: tuple[Field, ...] = ()

    @classmethod
    def of(cls, settings: NoticeSettings) -> "QuietHoursModal":
        """Filled in with what holds now."""
        if (quiet := settings.quiet) is None:
            return cls(settings.guild)
        filled = {
            "begins": quiet.begins.isoformat("minutes"),
            "ends": quiet.ends.isoformat("minutes"),
            "zone": quiet.zone,
        }
        return cls(settings.guild, filled=filled)

    def worded(self, say: Language) -> Self:
        fields = (
            Field("begins", *begins_question(say), required=False, limit=_HOUR, placeholder="22:00"),
            Field("ends", *ends_question(say), required=False, limit=_HOUR, placeholder="07:00"),
            Field("zone", *zone_question(say), required=False, limit=_ZONE, placeholder="Europe/Berlin"),
        )
        return replace(self, title=quiet_form_title(say), fields=fields)

    async def on_submit(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        actor = await actor_in(interaction, self.guild)
        settings = await interaction.client.services.choosing_notices.keep_quiet(
            self.guild, actor.member, self.filled["begins"], self.filled["ends"], self.filled["zone"]
        )
        await answer(interaction, view=panel_view(settings, actor.guild_name, language_of(interaction)))
