"""The card in the announcement channel, brought up to date."""

import asyncio
import io
from typing import Any
from weakref import WeakKeyDictionary, WeakValueDictionary

import discord
from discord import ui

from bot.client import FolkmootClient
from bot.domain.ids import ProposalId
from bot.services.ports import Posted
from cogs.components.cards.cards import card_view
from cogs.components.cards.conviction_chart import FILE
from cogs.components.cards.unlinked import past_filters
from cogs.components.cards.withheld import withheld
from cogs.components.interactions.discord_errors import Gone, NotAllowed, discord_answers, unseen_for
from cogs.components.language import language_of_guild
from cogs.notifications.charts import chart_for

_editing: WeakKeyDictionary[FolkmootClient, WeakValueDictionary[ProposalId, asyncio.Lock]] = (
    WeakKeyDictionary()
)
"""One edit of a card at a time, from looking at the facts to Discord's answer: an older picture must not overtake
a newer one. A lock belongs to the event loop of its client."""


async def bring_up_to_date(client: FolkmootClient, proposal: ProposalId) -> Posted | None:
    """Edit the card to what the facts say now, and return where it is; None when there is no card.

    Raises NotAllowed, DiscordUnavailable, ChainUnavailable.
    """
    locks = _editing.setdefault(client, WeakValueDictionary())
    async with locks.setdefault(proposal, asyncio.Lock()):
        card = await client.services.cards.card(proposal)
        if card.card is None:
            return None
        say = language_of_guild(client, card.space.guild)
        chart = await chart_for(card, client.services.clock.now(), say)
        place = client.get_partial_messageable(card.card.channel, guild_id=card.space.guild)
        try:
            with discord_answers(f"edit the card of proposal {proposal}"):
                alt = chart.alt if chart else None
                message = place.get_partial_message(card.card.message)
                files: dict[str, Any] = {}
                if card.proposal.rules.open_ended:
                    files["attachments"] = [discord.File(io.BytesIO(chart.png), FILE)] if chart else []

                async def edit(view: ui.LayoutView) -> None:
                    # The first attempt reads the picture to its end: after it, it stays as it is until the next edit.
                    once = dict(files)
                    files.clear()
                    await message.edit(view=view, **once)

                await past_filters(
                    edit,
                    card_view(card, say, chart=alt),
                    lambda: edit(card_view(withheld(card, say), say, chart=alt)),
                )
        except Gone:
            await client.services.cards.card_deleted(card.card.message)
            return None
        except NotAllowed as error:
            await client.services.card_visibility.unseen(proposal, unseen_for(error))
            raise
        await client.services.card_visibility.seen(card.proposal)
    return card.card
