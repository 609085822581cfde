"""The card in the announcement channel, brought up to date."""

import asyncio
import io
from typing import Any
from weakref import WeakValueDictionary

import discord

from bot.client import FolkmootClient
from bot.domain.ids import ProposalId
from bot.services.ports import Posted
from cogs.components.cards.cards import card_view
from cogs.components.cards.conviction_chart import FILE
from cogs.components.cards.unlinked import REFUSED, view_without_links
from cogs.components.cards.withheld import withheld
from cogs.components.interactions.discord_errors import Gone, NotAllowed, discord_answers, unseen_for
from cogs.components.language import language_of_guild
from cogs.notifications.charts import chart_for

_editing: WeakValueDictionary[ProposalId, asyncio.Lock] = WeakValueDictionary()
"""One edit of a card at a time, from looking at the facts to Discord's answer: an older picture must not overtake
a newer one."""


async def bring_up_to_date(client: FolkmootClient, proposal: ProposalId) -> Posted | None:
    """Edit the card to what the facts say now, and return where it is; None when there is no card.

    Raises NotAllowed, DiscordUnavailable, ChainUnavailable.
    """
    lock = _editing.get(proposal)
    if lock is None:
        lock = _editing[proposal] = asyncio.Lock()
    async with lock:
        card = await client.services.cards.card(proposal)
        if card.card is None:
            return None
        say = language_of_guild(client, card.space.guild)
        chart = await chart_for(card, client.services.clock.now(), say)
        place = client.get_partial_messageable(card.card.channel, guild_id=card.space.guild)
        try:
            with discord_answers(f"edit the card of proposal {proposal}"):
                shown: dict[str, Any] = {"view": card_view(card, say, chart=chart.alt if chart else None)}
                if card.proposal.rules.open_ended:
                    shown["attachments"] = [discord.File(io.BytesIO(chart.png), FILE)] if chart else []
                message = place.get_partial_message(card.card.message)
                try:
                    await message.edit(**shown)
                except discord.HTTPException as error:
                    if error.code not in REFUSED:
                        raise
                    # Its picture has been read to the end, and stays as it is until the next edit.
                    shown.pop("attachments", None)
                    try:
                        await message.edit(**{**shown, "view": view_without_links(shown["view"])})
                    except discord.HTTPException as still:
                        if still.code not in REFUSED:
                            raise
                        alt = chart.alt if chart else None
                        await message.edit(view=card_view(withheld(card, say), say, chart=alt))
        except Gone:
            await client.services.cards.card_deleted(card.card.message)
            return None
        except NotAllowed as error:
            await client.services.card_visibility.unseen(proposal, unseen_for(error))
            raise
        await client.services.card_visibility.seen(card.proposal)
    return card.card
