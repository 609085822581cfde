"""Refusals before a command has begun, and of what no version of the bot shows any more."""

from bot.wording.errors.base import Message, nothing_changed
from bot.wording.language import Language


def command_unknown(say: Language) -> Message:
    """Discord and the bot don't agree about a command."""
    return Message(
        say._("Discord sent this command in a form that the bot doesn't know."),
        kept=nothing_changed(say),
        next=say._(
            "The commands may just have been updated: reload Discord (Ctrl+R, or close the app) and try again."
        ),
    )


def servers_only(say: Language) -> Message:
    """A command was used outside of a server."""
    return Message(
        say._("This works in a server only."),
        kept=nothing_changed(say),
        next=say._("Use it in a channel of the server that it is about."),
    )


def component_unknown(say: Language) -> Message:
    """A button or menu that means nothing any more was used."""
    return Message(
        say._("This button or menu is of an earlier version of the bot, and does nothing any more."),
        kept=nothing_changed(say),
        next=say._("Use the newest card of the proposal, or the command; `/help` lists them all."),
    )
