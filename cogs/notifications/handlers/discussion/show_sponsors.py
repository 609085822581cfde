"""A draft that looks for sponsors, in the announcement channel."""

from dataclasses import dataclass

from discord import ui
from msgspec.structs import replace

from bot.services.delivery.notifications import ShowSponsors
from bot.services.ports import Delivery, OutboxEntry, Posted
from bot.services.proposals.drafting.sponsoring import MESSAGE, SponsoredDraft
from cogs.components.cards.sponsoring import SPONSOR, sponsoring_view, withheld_draft
from cogs.components.cards.unlinked import past_filters
from cogs.components.interactions.discord_errors import Gone, discord_answers
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class ShowSponsorsHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: ShowSponsors) -> Delivery:
        """Edit the message; where there is none yet, post it while it may be sponsored. One that was deleted stays
        so: its author asks again."""
        draft = await self.services.sponsoring.draft(notification.proposal)
        if draft is None:
            return Delivery()
        if draft.posted is not None:
            await self._edit(draft, draft.posted)
            return Delivery()
        if not draft.stands:
            return Delivery()
        say, guild = self.language(draft.space.guild), draft.space.guild
        message = OutgoingMessage(
            layout=sponsoring_view(draft, say),
            custom_id=SPONSOR(proposal=draft.proposal.id, number=draft.call.number),
            withheld=lambda: replace(
                message, layout=sponsoring_view(withheld_draft(draft, say), say), withheld=None
            ),
        )
        channel = draft.space.announcements
        posted = await self.sender.send(entry, channel, message, guild)
        # For what happened while it was posted.
        return Delivery(
            posted=(Posted(MESSAGE, channel, posted),), then=(ShowSponsors(guild, draft.proposal.id),)
        )

    async def _edit(self, draft: SponsoredDraft, posted: Posted) -> None:
        say = self.language(draft.space.guild)
        place = self.client.get_partial_messageable(posted.channel, guild_id=draft.space.guild)
        message = place.get_partial_message(posted.message)

        async def edit(view: ui.LayoutView) -> None:
            await message.edit(view=view)

        try:
            with discord_answers(f"edit the message of draft {draft.proposal.id}"):
                await past_filters(
                    edit,
                    sponsoring_view(draft, say),
                    lambda: edit(sponsoring_view(withheld_draft(draft, say), say)),
                )
        except Gone:
            return
