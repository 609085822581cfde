"""Refusals before a command has begun, and of what no version of the bot shows any more."""

import aiohttp
import discord
from discord import app_commands

from bot.domain.errors import Unavailable
from bot.wording.errors import Message, message
from bot.wording.errors.commands import command_unknown, component_unknown, servers_only
from bot.wording.language import Language
from cogs.components.interactions.dispatch import ComponentUnknown


@message.register
def _(error: app_commands.AppCommandError, say: Language) -> Message:
    return command_unknown(say)


@message.register(discord.RateLimited)
@message.register(discord.DiscordServerError)
@message.register(aiohttp.ClientConnectionError)
def _(error: Exception, say: Language) -> Message:
    return message(Unavailable(), say)


@message.register
def _(error: app_commands.NoPrivateMessage, say: Language) -> Message:
    return servers_only(say)


@message.register
def _(error: ComponentUnknown, say: Language) -> Message:
    return component_unknown(say)
