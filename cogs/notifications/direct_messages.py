"""What one member is told in private."""

import discord

from bot.client import FolkmootClient
from bot.domain.ids import MemberId
from bot.services.ports import Delivery, OutboxEntry
from cogs.notifications.discord_errors import Gone, NotAllowed, discord_answers
from cogs.notifications.message_sender import MessageSender, OutgoingMessage


async def send_privately(
    client: FolkmootClient, sender: MessageSender, entry: OutboxEntry, member: MemberId, text: str
) -> Delivery:
    """A direct message. Closed direct messages, or an account that is gone, are an end of it too."""
    try:
        with discord_answers(f"open the direct messages of member {member}"):
            place = await client.create_dm(discord.Object(member))
        await sender.send_at(entry, place, OutgoingMessage(text))
    except (NotAllowed, Gone):
        return Delivery()
    return Delivery()
