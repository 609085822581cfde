"""What one member is told in private."""

import discord
import structlog
from discord import ui

from bot.client import FolkmootClient
from bot.domain.errors import ServiceRefused
from bot.domain.ids import MemberId
from bot.services.ports import OutboxEntry
from cogs.components.interactions.discord_errors import Gone, MessagesClosed, NotAllowed, discord_answers
from cogs.components.language import language_of_guild
from cogs.notifications.message_sender import MessageSender, OutgoingMessage

_log = structlog.get_logger(__name__)

_NAME_LIMIT = 100


async def send_privately(
    client: FolkmootClient,
    sender: MessageSender,
    entry: OutboxEntry,
    member: MemberId,
    text: str,
    *,
    buttons: ui.View | None = None,
) -> bool:
    """A direct message, below the name of the server that it comes from. False where Discord takes
    none for this member, whatever the reason: they take none, or the account is gone.

    Raises DiscordUnavailable, AskedToWait.
    """
    try:
        with discord_answers(f"open the direct messages of member {member}"):
            place = await client.create_dm(discord.Object(member))
        await sender.send_at(
            entry, place, OutgoingMessage(f"{_server(client, entry)}{text}", buttons=buttons)
        )
    except (MessagesClosed, Gone):
        return False
    except (NotAllowed, ServiceRefused) as why:
        _log.warning("member.untold", member=member, why=str(why))
        return False
    return True


def _server(client: FolkmootClient, entry: OutboxEntry) -> str:
    """Who is in several servers must know which one it is about."""
    guild = client.get_guild(entry.notification.guild)
    if guild is None:
        return ""
    say = language_of_guild(client, entry.notification.guild)
    return f"{say.markup.strong(say.markup.name(guild.name, _NAME_LIMIT))}\n"
