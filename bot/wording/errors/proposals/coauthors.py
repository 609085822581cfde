"""Refusals about co-authors."""

from bot.domain import errors
from bot.wording.errors.base import Message, message, nothing_changed
from bot.wording.language import Language


@message.register
def _(error: errors.CoauthorsFull, say: Language) -> Message:
    return Message(
        say.ngettext(
            "A proposal has at most {number} co-author.",
            "A proposal has at most {number} co-authors.",
            error.limit,
        ).format(number=say.number(error.limit)),
        kept=nothing_changed(say),
        next=say._("Take one off first: `/proposal coauthor` with the same member."),
    )


@message.register
def _(error: errors.AuthorAlready, say: Language) -> Message:
    return Message(
        say._("That member is an author of it already."),
        kept=nothing_changed(say),
        next=say._("`/proposal view` shows who its authors are."),
    )


@message.register
def _(error: errors.NotInvited, say: Language) -> Message:
    return Message(
        say._("Only {member} was asked, and can answer.").format(member=say.markup.member(error.member)),
        kept=nothing_changed(say),
        next=say._("Say in the discussion what you would add, or ask the author to ask you, too."),
    )
