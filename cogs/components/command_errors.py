"""Refusals before a command has begun, and of what no version of the bot shows any more."""

from discord import app_commands

from bot.wording.errors.words import NOTHING_CHANGED, Words, words
from cogs.components.dispatch import ComponentUnknown


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


@words.register
def _(error: ComponentUnknown) -> Words:
    return Words(
        "This button or menu is of an earlier version of the bot, and does nothing any more.",
        NOTHING_CHANGED,
        "Use the newest card of the proposal, or the command; `/help` lists them all.",
    )
