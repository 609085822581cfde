"""Commands that show what an earlier version of the bot showed: an extension for the tests of what becomes of it."""

import discord
from discord import app_commands, ui
from discord.ext import commands


@app_commands.command()
async def earlier_button(interaction: discord.Interaction, custom_id: str) -> None:
    """Show a button"""
    view = ui.View(timeout=None)
    view.add_item(ui.Button(label="Press", custom_id=custom_id))
    view.stop()
    await interaction.response.send_message("Press it", view=view, ephemeral=True)


@app_commands.command()
async def earlier_modal(interaction: discord.Interaction, custom_id: str) -> None:
    """Open a modal"""
    modal = ui.Modal(title="Old", custom_id=custom_id)
    modal.add_item(ui.Label(text="Text", component=ui.TextInput(custom_id="text")))
    modal.stop()
    await interaction.response.send_modal(modal)


async def setup(bot: commands.Bot) -> None:
    bot.tree.add_command(earlier_button)
    bot.tree.add_command(earlier_modal)
