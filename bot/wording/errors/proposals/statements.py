"""Refusals about statements on a proposal."""

from bot.domain import errors
from bot.wording.errors.base import Message, message, nothing_changed, typed
from bot.wording.language import Language

_WHAT = 300


@message.register
def _(error: errors.StatementEmpty, say: Language) -> Message:
    return Message(
        say._("There is nothing in this statement."),
        kept=nothing_changed(say),
        next=say._("Write one thought, with which others can agree or disagree."),
    )


@message.register
def _(error: errors.StatementTooLong, say: Language) -> Message:
    return Message(
        say._("A statement has at most {limit} characters.").format(limit=error.limit),
        kept=nothing_changed(say),
        next=say._("Shorten it to one thought, or make two statements of it."),
    )


@message.register
def _(error: errors.StatementsFull, say: Language) -> Message:
    if error.of_member:
        happened = say._("You have put {limit} statements on this proposal, and more are not possible.")
    else:
        happened = say._("This proposal has {limit} statements, and more are not possible.")
    return Message(
        happened.format(limit=error.limit),
        kept=nothing_changed(say),
        next=say._("Answer those that are there: `/proposal statements`."),
    )


@message.register
def _(error: errors.AnswersFull, say: Language) -> Message:
    return Message(
        say._("{number} members have answered, and more are not possible.").format(
            number=say.number(error.limit)
        ),
        kept=nothing_changed(say),
        next=say._("Talk in the thread; you vote when the vote opens."),
    )


@message.register
def _(error: errors.StatementUnknown, say: Language) -> Message:
    return Message(
        say._("There is no such statement on this proposal, or it was taken away."),
        kept=nothing_changed(say),
        next=say._("`/proposal statements` shows those that are there."),
    )


@message.register
def _(error: errors.NotOwnStatement, say: Language) -> Message:
    return Message(
        say._("This statement is another member's."),
        kept=nothing_changed(say),
        next=say._("Disagree with it, or ask its author or a moderator to take it away."),
    )


@message.register
def _(error: errors.NoRoomForStatement, say: Language) -> Message:
    return Message(
        say._("The text of the proposal is too long for it: it has at most {limit} characters.").format(
            limit=error.limit
        ),
        kept=nothing_changed(say),
        next=say._("Shorten the text with `/proposal edit`, then take the statement over."),
    )


@message.register
def _(error: errors.TooFewAnswered, say: Language) -> Message:
    answered = say.ngettext(
        "{number} member has answered so far: how is shown from {needed} on.",
        "{number} members have answered so far: how is shown from {needed} on.",
        error.participants,
    )
    return Message(
        answered.format(number=say.number(error.participants), needed=say.number(error.needed)),
        kept=nothing_changed(say),
        next=say._("Answer, and ask others to: what so few say would tell what each of them said."),
    )


@message.register
def _(error: errors.AnswersHidden, say: Language) -> Message:
    return Message(
        say._(
            "The rules of this proposal hide all counts until its vote is closed, and those of answers, too."
        ),
        kept=nothing_changed(say),
        next=say._("Ask for the file when there is a result."),
    )


@message.register
def _(error: errors.StatementsUnreadable, say: Language) -> Message:
    what = say.markup.code(typed(error.what, _WHAT))
    return Message(
        say._("This is no file of statements: {what}.").format(what=what),
        kept=nothing_changed(say),
        next=say._(
            "Take the one that the page of a proposal's statements, or `/proposal statements`, gives."
        ),
    )
