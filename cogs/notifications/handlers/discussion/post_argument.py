"""What a member put into the digest of a discussion, in its thread."""

from dataclasses import dataclass

from bot.services.delivery.notifications import PostArgument
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.assistance.arguments import added_text, posted_text, refused_text
from bot.wording.markup.links import message_url
from cogs.components.cards.arguments import argument_buttons
from cogs.components.interactions.discord_errors import Gone
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostArgumentHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostArgument) -> Delivery:
        """The words of who put them there; of a message that somebody added, its author is told. Where it was taken out
        meanwhile, or the thread was deleted, nothing is said."""
        arguing = self.services.arguing
        argument = await arguing.found(notification.argument)
        card = await self.services.cards.card(notification.proposal)
        if argument is None or card.thread is None:
            return Delivery(silent=True)
        say, guild = self.language(notification.guild), notification.guild
        buttons = argument_buttons(argument, say)
        if argument.added_by is not None and argument.channel is not None and argument.message is not None:
            link = message_url(guild, argument.channel, argument.message)
            outgoing = OutgoingMessage(
                added_text(argument, link, say), buttons=buttons, named=(argument.member,)
            )
        else:
            question = await arguing.found(argument.answers) if argument.answers is not None else None
            outgoing = OutgoingMessage(
                posted_text(argument, question, say),
                buttons=buttons,
                withheld=lambda: OutgoingMessage(refused_text(argument, say), buttons=buttons),
            )
        try:
            message = await self.sender.send(entry, card.thread.channel, outgoing, card.space.guild)
        except Gone:
            return Delivery(silent=True)
        await arguing.stands(argument, card.thread.channel, message)
        return Delivery()
