"""The menu and the buttons with which a member chooses what they are told, in the server or in a direct message."""

from typing import Any

from bot.domain.ids import GuildId, MemberId
from bot.domain.notices.topics import Topic
from bot.wording.notices.panel import off_line
from cogs.components.cards.notices import NOTICE_SETTINGS, NOTICES_OFF
from cogs.components.interactions.actors import actor_in
from cogs.components.interactions.answers import answer, rewrite
from cogs.components.interactions.interaction import Interaction
from cogs.components.interactions.persistent import component
from cogs.components.language import language_of
from cogs.notices.modals import QuietHoursModal
from cogs.notices.views import NOTICE_TOPICS, QUIET_HOURS, panel_view


@component(NOTICE_TOPICS)
async def choose_topics(interaction: Interaction, guild: GuildId) -> None:
    """Tell the member of what is chosen in the menu, and of nothing else."""
    await interaction.response.defer()
    actor = await actor_in(interaction, guild)
    data: Any = interaction.data
    settings = await interaction.client.services.choosing_notices.choose(
        guild, actor.member, {topic for topic in Topic if topic in data["values"]}, str(interaction.locale)
    )
    await rewrite(interaction, panel_view(settings, actor.guild_name, language_of(interaction)))


@component(QUIET_HOURS)
async def quiet_hours(interaction: Interaction, guild: GuildId) -> None:
    """Open the form with the hours that hold now."""
    member = MemberId(interaction.user.id)
    settings = await interaction.client.services.choosing_notices.settings(guild, member)
    await QuietHoursModal.of(settings).open(interaction)


@component(NOTICE_SETTINGS)
async def show_settings(interaction: Interaction, guild: GuildId) -> None:
    """What `/notify` shows, also in a direct message."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    actor = await actor_in(interaction, guild)
    settings = await interaction.client.services.choosing_notices.settings(guild, actor.member)
    await answer(interaction, view=panel_view(settings, actor.guild_name, language_of(interaction)))


@component(NOTICES_OFF, unasked=True)
async def turn_off(interaction: Interaction, guild: GuildId) -> None:
    """Tell the member nothing any more, also who has left the server."""
    member, client = MemberId(interaction.user.id), interaction.client
    await client.services.choosing_notices.turn_off(guild, member, str(interaction.locale))
    server = client.get_guild(guild)
    await answer(interaction, off_line(server.name if server else "", language_of(interaction)))
