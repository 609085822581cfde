"""A command that does what no command should: an extension for the tests of what a member then reads."""

import discord
from discord import app_commands
from discord.ext import commands


@app_commands.command()
async def fault(interaction: discord.Interaction, deferred: bool) -> None:
    """Break"""
    if deferred:
        await interaction.response.defer(ephemeral=True)
    raise RuntimeError("the password is 1234")


async def setup(bot: commands.Bot) -> None:
    bot.tree.add_command(fault)
