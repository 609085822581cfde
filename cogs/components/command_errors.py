"""Refusals of discord.py itself, before a command has begun."""

from discord import app_commands

from bot.wording.errors.words import NOTHING_CHANGED, Words, words


@words.register
def _(error: app_commands.AppCommandError) -> Words:
    return Words(
        "Discord sent this command in a form that the bot doesn't know.",
        NOTHING_CHANGED,
        "The commands may just have been updated: reload Discord (Ctrl+R, or close the app) and try again.",
    )


@words.register
def _(error: app_commands.NoPrivateMessage) -> Words:
    return Words(
        "This works in a server only.", NOTHING_CHANGED, "Use it in a channel of the server that it is about."
    )
