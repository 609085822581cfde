"""The card in the announcement channel: posted once, then brought up to date."""

import asyncio
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from weakref import WeakValueDictionary

import discord

from bot.client import FolkmootClient
from bot.domain.ballot import snowflake_time
from bot.domain.ids import ProposalId
from bot.services.container import Services
from bot.services.delivery.notifications import PostCard, RefreshCard
from bot.services.ports import Delivery, OutboxEntry, Posted
from cogs.components.cards import DETAILS, card_view
from cogs.components.conviction_chart import FILE
from cogs.notifications.charts import chart_for
from cogs.notifications.discord_errors import Gone, discord_answers
from cogs.notifications.message_sender import MessageSender, OutgoingMessage

_YOUNG = timedelta(minutes=10)

_editing: WeakValueDictionary[ProposalId, asyncio.Lock] = WeakValueDictionary()
"""One edit of a card at a time, from looking at the facts to Discord's answer: an older picture must not overtake
a newer one."""


@dataclass(frozen=True)
class PostingCards:
    client: FolkmootClient
    services: Services
    sender: MessageSender

    async def post(self, entry: OutboxEntry, notification: PostCard) -> Delivery:
        """Post the card. It is looked at again when its place is stored, for what happened meanwhile."""
        card = await self.services.showing.card(notification.proposal)
        chart = await chart_for(card, self.services.clock.now())
        message = OutgoingMessage(
            layout=card_view(card, chart.alt if chart else None),
            needle=DETAILS(proposal=notification.proposal),
            files=((FILE, chart.png),) if chart else (),
        )
        channel = card.space.announcements
        posted = await self.sender.send(entry, channel, message, card.space.guild)
        return Delivery(
            posted=(Posted("card", channel, posted),),
            then=(RefreshCard(notification.guild, notification.proposal),),
        )

    async def refresh(self, entry: OutboxEntry, notification: RefreshCard) -> Delivery:
        """Show the card as the facts are now. One that was deleted is posted anew."""
        posted = await bring_up_to_date(self.client, notification.proposal)
        if posted and self.services.clock.now() - snowflake_time(posted.message) < _YOUNG:
            self.client.dispatch("card_shown", notification.guild, notification.proposal, posted)
        return Delivery()


async def bring_up_to_date(client: FolkmootClient, proposal: ProposalId) -> Posted | None:
    """Edit the card to what the facts say now, and return where it is; None when there is no card.

    Raises NotAllowed, DiscordUnavailable, ChainUnavailable.
    """
    lock = _editing.get(proposal)
    if lock is None:
        lock = _editing[proposal] = asyncio.Lock()
    async with lock:
        card = await client.services.showing.card(proposal)
        if card.card is None:
            return None
        chart = await chart_for(card, client.services.clock.now())
        place = client.get_partial_messageable(card.card.channel, guild_id=card.space.guild)
        try:
            with discord_answers(f"edit the card of proposal {proposal}"):
                shown: dict[str, Any] = {"view": card_view(card, chart.alt if chart else None)}
                if card.proposal.rules.open_ended:
                    shown["attachments"] = [discord.File(io.BytesIO(chart.png), FILE)] if chart else []
                await place.get_partial_message(card.card.message).edit(**shown)
        except Gone:
            await client.services.showing.card_deleted(card.card.message)
            return None
    return card.card
