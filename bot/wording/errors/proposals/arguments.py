"""Refusals of what members put before the bot of a discussion."""

from bot.domain import errors
from bot.wording.errors.base import Message, message, nothing_changed
from bot.wording.language import Language


@message.register
def _(error: errors.TooManyArguments, say: Language) -> Message:
    if error.of_one:
        told = say.ngettext(
            "Of one member the digest of a proposal holds {number} entry.",
            "Of one member the digest of a proposal holds {number} entries.",
            error.limit,
        )
    else:
        told = say.ngettext(
            "The digest of a proposal holds {number} entry.",
            "The digest of a proposal holds {number} entries.",
            error.limit,
        )
    return Message(
        told.format(number=error.limit),
        kept=nothing_changed(say),
        next=say._("Write in the thread, or take an older entry out of the digest."),
    )


@message.register
def _(error: errors.ArgumentUnknown, say: Language) -> Message:
    return Message(
        say._("This is not in the digest any more."),
        kept=nothing_changed(say),
        next=say._("`/proposal digest` shows what is."),
    )


@message.register
def _(error: errors.NotYourArgument, say: Language) -> Message:
    return Message(
        say._("Only whose words they are, and who added them, can take them out of the digest."),
        kept=nothing_changed(say),
        next=say._("Ask one of them; a moderator can delete the message itself."),
    )


@message.register
def _(error: errors.NoDiscussionHere, say: Language) -> Message:
    return Message(
        say._(
            "Only a member's message with a text, in the thread of a proposal, can be added to its digest."
        ),
        kept=nothing_changed(say),
        next=say._("`/proposal argue` puts your own words into the digest from anywhere."),
    )


@message.register
def _(error: errors.AddedAlready, say: Language) -> Message:
    return Message(
        say._("This message is in the digest already."),
        kept=nothing_changed(say),
        next=say._("`/proposal digest` shows what is."),
    )
