"""What one member is told in private."""

import discord

from bot.client import FolkmootClient
from bot.domain.ids import MemberId
from bot.services.ports import OutboxEntry
from cogs.components.interactions.discord_errors import Gone, MessagesClosed, discord_answers
from cogs.notifications.message_sender import MessageSender, OutgoingMessage


async def send_privately(
    client: FolkmootClient, sender: MessageSender, entry: OutboxEntry, member: MemberId, text: str
) -> bool:
    """A direct message. False where the member takes none, or the account is gone.

    Raises NotAllowed, DiscordUnavailable, AskedToWait, ServiceRefused.
    """
    try:
        with discord_answers(f"open the direct messages of member {member}"):
            place = await client.create_dm(discord.Object(member))
        await sender.send_at(entry, place, OutgoingMessage(text))
    except (MessagesClosed, Gone):
        return False
    return True
