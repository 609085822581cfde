"""Addresses within Discord: of a channel or thread, and of a message in it."""

from bot.domain.ids import ChannelId, GuildId, MessageId


def channel_url(guild: GuildId, channel: ChannelId) -> str:
    return f"https://discord.com/channels/{guild}/{channel}"


def message_url(guild: GuildId, channel: ChannelId, message: MessageId) -> str:
    return f"{channel_url(guild, channel)}/{message}"
