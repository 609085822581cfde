"""Refusals before a command has begun, and of what no version of the bot shows any more."""

from discord import app_commands

from bot.wording.errors import Message, message
from bot.wording.errors.base import nothing_changed
from bot.wording.language import Language
from cogs.components.dispatch import ComponentUnknown


@message.register
def _(error: app_commands.AppCommandError, say: Language) -> Message:
    return Message(
        say._("Discord sent this command in a form that the bot doesn't know."),
        kept=nothing_changed(say),
        next=say._(
            "The commands may just have been updated: reload Discord (Ctrl+R, or close the app) and try again."
        ),
    )


@message.register
def _(error: app_commands.NoPrivateMessage, say: Language) -> Message:
    return Message(
        say._("This works in a server only."),
        kept=nothing_changed(say),
        next=say._("Use it in a channel of the server that it is about."),
    )


@message.register
def _(error: ComponentUnknown, say: Language) -> Message:
    return Message(
        say._("This button or menu is of an earlier version of the bot, and does nothing any more."),
        kept=nothing_changed(say),
        next=say._("Use the newest card of the proposal, or the command; `/help` lists them all."),
    )
