"""Refusals about readers of drafts."""

from bot.domain import errors
from bot.wording.errors.base import Message, message, nothing_changed
from bot.wording.language import Language


@message.register
def _(error: errors.ReadersFull, say: Language) -> Message:
    return Message(
        say.ngettext(
            "A draft has at most {number} reader.",
            "A draft has at most {number} readers.",
            error.limit,
        ).format(number=say.number(error.limit)),
        kept=nothing_changed(say),
        next=say._("Take one off first: `/proposal share` with the same member."),
    )


@message.register
def _(error: errors.ReadsAlready, say: Language) -> Message:
    return Message(
        say._("That member sees the draft already."),
        kept=nothing_changed(say),
        next=say._("They find it with `/proposal view`."),
    )
