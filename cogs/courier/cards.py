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
from bot.services.folkmoot import Folkmoot
from bot.services.notices import PostCard, RefreshCard
from bot.services.ports import Delivery, OutboxEntry, Posted
from cogs.courier.charts import chart_for
from cogs.courier.discord_errors import Gone, discord_answers
from cogs.courier.speaker import Saying, Speaker
from cogs.ui.cards import DETAILS, card_view
from cogs.ui.chart import FILE

_YOUNG = timedelta(minutes=10)

_editing: WeakValueDictionary[ProposalId, asyncio.Lock] = WeakValueDictionary()
"""One edit of a card at a time, from looking at the facts to Discord's answer: an older picture must not overtake
a newer one."""


@dataclass(frozen=True)
class PostingCards:
    client: FolkmootClient
    folkmoot: Folkmoot
    speaker: Speaker

    async def post(self, entry: OutboxEntry, notice: PostCard) -> Delivery:
        """Post the card. It is looked at again when its place is stored, for what happened meanwhile."""
        card = await self.folkmoot.showing.card(notice.proposal)
        chart = await chart_for(card, self.folkmoot.clock.now())
        saying = Saying(
            layout=card_view(card, chart.alt if chart else None),
            needle=DETAILS.format(proposal=notice.proposal),
            files=((FILE, chart.png),) if chart else (),
        )
        channel = card.space.announcements
        message = await self.speaker.say(entry, channel, saying, card.space.guild)
        return Delivery(
            posted=(Posted("card", channel, message),), then=(RefreshCard(notice.guild, notice.proposal),)
        )

    async def refresh(self, entry: OutboxEntry, notice: RefreshCard) -> Delivery:
        """Show the card as the facts are now. One that was deleted is posted anew."""
        posted = await bring_up_to_date(self.client, notice.proposal)
        if posted and self.folkmoot.clock.now() - snowflake_time(posted.message) < _YOUNG:
            self.client.dispatch("card_shown", notice.guild, notice.proposal, posted)
        return Delivery()


async def bring_up_to_date(client: FolkmootClient, proposal: ProposalId) -> Posted | None:
    """Edit the card to what the facts say now, and return where it is; None when there is no card.

    Raises NotAllowed, DiscordUnavailable, ChainUnavailable.
    """
    lock = _editing.get(proposal)
    if lock is None:
        lock = _editing[proposal] = asyncio.Lock()
    async with lock:
        card = await client.folkmoot.showing.card(proposal)
        if card.card is None:
            return None
        chart = await chart_for(card, client.folkmoot.clock.now())
        place = client.get_partial_messageable(card.card.channel, guild_id=card.space.guild)
        try:
            with discord_answers(f"edit the card of proposal {proposal}"):
                shown: dict[str, Any] = {"view": card_view(card, chart.alt if chart else None)}
                if card.proposal.rules.open_ended:
                    shown["attachments"] = [discord.File(io.BytesIO(chart.png), FILE)] if chart else []
                await place.get_partial_message(card.card.message).edit(**shown)
        except Gone:
            await client.folkmoot.showing.card_deleted(card.card.message)
            return None
    return card.card
