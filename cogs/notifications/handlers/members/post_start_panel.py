"""The start panel, posted and pinned, or brought up to date."""

from dataclasses import dataclass

import structlog
from discord import ui

from bot.domain.errors import ServiceRefused
from bot.domain.ids import ChannelId, GuildId, MessageId
from bot.services.delivery.notifications import PostStartPanel
from bot.services.ports import Delivery, OutboxEntry
from cogs.components.cards.start_panel import START_HELP, start_view
from cogs.components.interactions.discord_errors import Gone, NotAllowed, discord_answers
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class PostStartPanelHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostStartPanel) -> Delivery:
        """Where it stands it is edited; where it stands no more, or elsewhere, it is posted. Each step bears being done
        again: what a crash left behind is found by its buttons."""
        guild = notification.guild
        space, panel, tracks = await self.services.start_panels.of(guild)
        if panel is None:
            return Delivery(silent=True)
        view = start_view(space, [track.policy for track in tracks], self.language(guild))
        if panel.message is not None and panel.shown_in is not None:
            if panel.shown_in == panel.channel and await self._edited(
                guild, panel.channel, panel.message, view
            ):
                return Delivery(silent=True)
            if panel.shown_in != panel.channel:
                await self._delete(guild, panel.shown_in, panel.message)
            await self.services.start_panels.lost(space.id)
        if panel.channel is None:
            return Delivery(silent=True)
        outgoing = OutgoingMessage(layout=view, custom_id=START_HELP())
        message = await self.sender.send(entry, panel.channel, outgoing, guild)
        await self.services.start_panels.stands(space.id, panel.channel, message)
        await self._pin(guild, panel.channel, message)
        return Delivery()

    async def _edited(
        self, guild: GuildId, channel: ChannelId, message: MessageId, view: ui.LayoutView
    ) -> bool:
        """Whether it stands there still, as it is to be."""
        place = self.client.get_partial_messageable(channel, guild_id=guild)
        try:
            with discord_answers("bring the start panel up to date"):
                found = await place.fetch_message(message)
                await found.edit(view=view)
        except Gone:
            return False
        if not found.pinned:
            await self._pin(guild, channel, message)
        return True

    async def _pin(self, guild: GuildId, channel: ChannelId, message: MessageId) -> None:
        """A panel that can't be pinned is of use still; `/gov doctor` names the permission."""
        place = self.client.get_partial_messageable(channel, guild_id=guild)
        try:
            with discord_answers("pin the start panel"):
                await place.get_partial_message(message).pin()
        except (Gone, NotAllowed, ServiceRefused) as why:
            _log.warning("panel.unpinned", guild=guild, why=str(why))

    async def _delete(self, guild: GuildId, channel: ChannelId, message: MessageId) -> None:
        """What can't be deleted any more, since the channel is closed to the bot, is left to its moderators."""
        place = self.client.get_partial_messageable(channel, guild_id=guild)
        try:
            with discord_answers("take the start panel away"):
                await place.get_partial_message(message).delete()
        except (Gone, NotAllowed) as why:
            _log.warning("panel.left", guild=guild, why=str(why))
