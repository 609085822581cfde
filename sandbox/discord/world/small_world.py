"""A small world to begin with: one server, a few people, a bot to connect as."""

from __future__ import annotations

from typing import Any

from sandbox.discord.server import Discord
from sandbox.discord.world.permissions import P

Json = dict[str, Any]


def furnish(discord: Discord) -> Json:
    """Make it; returns the bot's token and the ids, by name, as decimal strings."""
    app = discord.create_application("Your bot", privileged_intents=0)
    guild = discord.create_guild("Your server")
    guild.invite(app)
    moderators = guild.create_role("Moderator", P.MANAGE_GUILD | P.MANAGE_MESSAGES, mentionable=True)
    channels = [
        guild.create_text_channel("general", topic="Where everybody talks"),
        guild.create_announcement_channel("announcements"),
        guild.create_forum_channel("forum", tags=["open", "closed"]),
    ]
    people = [
        guild.create_member("mona", roles=[moderators]),
        guild.create_member("ada"),
        guild.create_member("ben"),
    ]
    return {
        "application_id": str(app.id),
        "token": app.token,
        "guild_id": str(guild.id),
        "channels": {channel.name: str(channel.id) for channel in channels},
        "members": {guild.owner.name: str(guild.owner.id)}
        | {person.name: str(person.id) for person in people},
    }
