"""The statements on a proposal, in its thread."""

from dataclasses import dataclass

from discord import ui

from bot.services.delivery.notifications import ShowStatements
from bot.services.ports import Delivery, OutboxEntry, Posted
from bot.services.statements.results import MESSAGE, StatementsPost
from cogs.components.cards.statements import SHOW_STATEMENTS, post_view
from cogs.components.cards.unlinked import past_filters
from cogs.components.interactions.discord_errors import Archived, Gone, discord_answers
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class ShowStatementsHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: ShowStatements) -> Delivery:
        """Edit the message; where there is none yet, or somebody deleted it, post it while the proposal is
        discussed."""
        post = await self.services.statement_results.post(notification.proposal)
        if post.posted is not None and await self._edited(post, post.posted):
            return Delivery()
        if not post.open or not post.statements or post.thread is None:
            return Delivery()
        say, guild = self.language(post.space.guild), post.space.guild
        message = OutgoingMessage(
            layout=post_view(post, say),
            custom_id=SHOW_STATEMENTS(proposal=post.proposal.id),
            withheld=lambda: OutgoingMessage(layout=post_view(post, say, withheld=True)),
        )
        channel = post.thread.channel
        try:
            posted = await self.sender.send(entry, channel, message, guild)
        except Gone:
            # Without its thread they are still answered by command.
            return Delivery()
        # For what happened while it was posted.
        return Delivery(
            posted=(Posted(MESSAGE, channel, posted),), then=(ShowStatements(guild, post.proposal.id),)
        )

    async def _edited(self, post: StatementsPost, posted: Posted) -> bool:
        """Whether the message is there still."""
        say = self.language(post.space.guild)
        place = self.client.get_partial_messageable(posted.channel, guild_id=post.space.guild)
        message = place.get_partial_message(posted.message)

        async def edit(view: ui.LayoutView) -> None:
            await message.edit(view=view)

        try:
            with discord_answers(f"edit the statements on proposal {post.proposal.id}"):
                await past_filters(
                    edit, post_view(post, say), lambda: edit(post_view(post, say, withheld=True))
                )
        except Gone:
            return False
        except Archived:
            # What it said last still holds; nothing is answered in a thread that nobody writes in.
            return True
        return True
