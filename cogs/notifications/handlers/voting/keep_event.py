"""The event of a vote in Discord's calendar, brought to what the facts are now."""

from dataclasses import dataclass
from datetime import timedelta

import discord

from bot.domain.ids import MessageId
from bot.services.delivery.notifications import KeepEvent
from bot.services.notices.vote_events import EventPlan
from bot.services.ports import Delivery, OutboxEntry
from bot.services.proposals.cards import Card
from bot.wording.delivery.vote_events import EventWords, event_words
from cogs.components.interactions.discord_errors import DiscordUnavailable, Gone, discord_answers
from cogs.notifications.handlers.handler import Handler

_DOING = "keep the event of a vote"
_SOON = timedelta(minutes=1)
"""An event can't begin in the past, nor end at once."""
_FURTHEST = timedelta(days=4 * 365)
"""Discord takes none beyond five years."""
_OVER = (discord.EventStatus.completed, discord.EventStatus.cancelled)


@dataclass(frozen=True)
class KeepEventHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: KeepEvent) -> Delivery:
        """Once, however often it is tried: one that was made and not noted is found by its name. Who deletes it in
        Discord has it deleted for good."""
        card = await self.services.cards.card(notification.proposal)
        guild = self.client.get_guild(card.space.guild)
        if guild is None:
            raise DiscordUnavailable(_DOING, "the server isn't there")
        plan, known = self.services.vote_events.plan(card), await self._known(guild, card)
        if plan is None:
            if known is not None:
                await self._end(known)
            await self.services.vote_events.note(card, None)
        elif known is not None and known.status not in _OVER:
            await self._move(known, plan, event_words(card, self.language(card.space.guild)))
        elif known is not None or await self.services.vote_events.stands(card.proposal.id) is None:
            await self._create(guild, card, plan)
        return Delivery()

    async def _known(self, guild: discord.Guild, card: Card) -> discord.ScheduledEvent | None:
        """The vote's event; None where there is none, or it was deleted."""
        stands = await self.services.vote_events.stands(card.proposal.id)
        with discord_answers(_DOING):
            if stands is None:
                head = event_words(card, self.language(card.space.guild)).head
                found = await guild.fetch_scheduled_events(with_counts=False)
                own = [each for each in found if each.creator_id == self.sender.me]
                return next((each for each in own if each.name.startswith(head)), None)
        try:
            with discord_answers(_DOING):
                return await guild.fetch_scheduled_event(stands, with_counts=False)
        except Gone:
            return None

    async def _create(self, guild: discord.Guild, card: Card, plan: EventPlan) -> None:
        soon = self.services.clock.now() + _SOON
        starts_at, words = max(plan.starts_at, soon), event_words(card, self.language(card.space.guild))
        if plan.ends_at <= starts_at or plan.ends_at > soon + _FURTHEST:
            return
        with discord_answers(_DOING):
            event = await guild.create_scheduled_event(
                name=words.name,
                description=words.description,
                location=words.location,
                start_time=starts_at,
                end_time=plan.ends_at,
                entity_type=discord.EntityType.external,
                privacy_level=discord.PrivacyLevel.guild_only,
            )
        await self.services.vote_events.note(card, MessageId(event.id))
        if plan.begun:
            with discord_answers(_DOING):
                await event.start()

    async def _move(self, event: discord.ScheduledEvent, plan: EventPlan, words: EventWords) -> None:
        """Change what is different, as far as Discord lets it be changed."""
        soon = self.services.clock.now() + _SOON
        waits = event.status is discord.EventStatus.scheduled
        begins = waits and plan.begun
        starts_at = plan.starts_at if waits and not plan.begun and plan.starts_at > soon else event.start_time
        ends_at = max(plan.ends_at, soon)
        shown = (event.name, event.description, event.location, event.start_time, event.end_time)
        if not begins and shown == (words.name, words.description, words.location, starts_at, ends_at):
            return
        with discord_answers(_DOING):
            if starts_at != event.start_time:
                event = await event.edit(start_time=starts_at, end_time=ends_at, location=words.location)
            event = await event.edit(
                name=words.name, description=words.description, location=words.location, end_time=ends_at
            )
            if begins:
                await event.start()

    async def _end(self, event: discord.ScheduledEvent) -> None:
        with discord_answers(_DOING):
            if event.status is discord.EventStatus.scheduled:
                await event.cancel()
            elif event.status is discord.EventStatus.active:
                await event.end()
