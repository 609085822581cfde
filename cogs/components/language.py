"""In which language something is said: that of whoever asks, or that of the server for what everybody reads."""

import discord

from bot.wording.discord_markup import DISCORD
from bot.wording.language import Language, language
from cogs.components.interactions.interaction import Interaction


def language_of(interaction: Interaction) -> Language:
    """That of the program of whoever asks: for answers that only they see."""
    return language(str(interaction.locale), DISCORD)


def language_of_guild(guild: discord.Guild | None) -> Language:
    """The one that the server prefers: for posts. English where the bot doesn't see the server."""
    return language(markup=DISCORD) if guild is None else language(str(guild.preferred_locale), DISCORD)
