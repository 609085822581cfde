"""What keeps the assistant from helping."""

from bot.domain import errors
from bot.wording.errors.base import Message, message, nothing_changed
from bot.wording.language import Language


@message.register
def _(error: errors.NoPrinciples, say: Language) -> Message:
    return Message(
        say._("You have written down no principles here."),
        kept=nothing_changed(say),
        next=say._("Write them down with `/proposal principles`; only you see them."),
    )


@message.register
def _(error: errors.NoEndpoint, say: Language) -> Message:
    return Message(
        say._("This bot's operator has set up no model, so that nothing is translated."),
        kept=nothing_changed(say),
        next=say._("`/proposal view` shows the text as it is."),
    )


@message.register
def _(error: errors.TokensSpent, say: Language) -> Message:
    return Message(
        say._("What this space may ask of the model on a day is used up."),
        kept=nothing_changed(say),
        next=say._("Try again tomorrow (UTC)."),
    )
