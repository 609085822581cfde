"""The card of a mirrored proposal, brought to what was read last."""

from dataclasses import dataclass

import discord
import structlog

from bot.domain.ids import MessageId
from bot.services.delivery.notifications import RefreshMirrored
from bot.services.ports import Delivery, OutboxEntry
from cogs.components.cards.mirrored import mirrored_view
from cogs.components.cards.unlinked import past_filters
from cogs.components.interactions.discord_errors import Archived, Gone, NotAllowed, discord_answers
from cogs.notifications.handlers.handler import Handler

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class RefreshMirroredHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: RefreshMirrored) -> Delivery:
        """Edit its card. One that isn't posted yet will say what is then; one that was deleted stays so."""
        card = await self.services.mirrored_cards.card(notification.of)
        if card is None or card.thread is None:
            return Delivery()
        say = self.language(card.space.guild)
        place = self.client.get_partial_messageable(card.thread.channel, guild_id=card.space.guild)
        message = place.get_partial_message(MessageId(card.thread.thread))

        async def edit(view: discord.ui.LayoutView) -> None:
            await message.edit(view=view)

        try:
            with discord_answers(f"edit the card of mirrored proposal {notification.of}"):
                await past_filters(
                    edit,
                    mirrored_view(card, None, say),
                    lambda: edit(mirrored_view(card, None, say, withheld=True)),
                )
        except Gone:
            await self.services.mirrored_cards.stands(notification.of, None)
        except (NotAllowed, Archived) as why:
            # It says nothing that the page and the thread's last message don't say, too.
            _log.warning("mirrored.stale", proposal=notification.of, why=str(why))
        return Delivery()
