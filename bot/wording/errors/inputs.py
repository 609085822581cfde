"""Refusals of what a person typed."""

from bot.domain import errors
from bot.domain.errors import TextField, inputs
from bot.wording.errors.base import Message, clause, message, nothing_changed, typed
from bot.wording.language import Language


@message.register
def _(error: errors.BadAddress, say: Language) -> Message:
    return Message(
        say._("{text} is not an address: {why}.").format(
            text=say.markup.code(typed(error.text)), why=clause(error.fault, say)
        ),
        kept=nothing_changed(say),
        next=say._(
            "Copy the whole address from your wallet or a block explorer and paste it again; don't type it by hand."
        ),
    )


@message.register
def _(error: errors.BadAmount, say: Language) -> Message:
    if error.decimals:
        how = say.ngettext(
            "Write a plain number with at most {number} decimal, such as `1.5`.",
            "Write a plain number with at most {number} decimals, such as `1.5`.",
            error.decimals,
        ).format(number=error.decimals)
    else:
        how = say._("Write a plain number with no decimals, such as `25000`.")
    return Message(
        say._("{text} is not an amount that can be used: {why}.").format(
            text=say.markup.code(typed(error.text)), why=clause(error.fault, say)
        ),
        kept=nothing_changed(say),
        next=how,
    )


@message.register
def _(error: errors.TextTooLong, say: Language) -> Message:
    length, limit = say.number(error.length), say.number(error.limit)
    if error.field is TextField.ACTIONS:
        return Message(
            say._("A proposal may have {limit} actions, and this one has {length}.").format(
                limit=limit, length=length
            ),
            kept=nothing_changed(say),
            next=say._("Split it into two proposals."),
        )
    return Message(
        _too_long(error.field, say).format(length=length, limit=limit),
        kept=nothing_changed(say),
        next=say._("Shorten it by {number}; a long text can be linked instead.").format(
            number=say.number(error.length - error.limit)
        ),
    )


def _too_long(field: TextField, say: Language) -> str:
    match field:
        case TextField.TITLE:
            return say._("The title has {length} characters, and {limit} are possible.")
        case TextField.REASON:
            return say._("The reason has {length} characters, and {limit} are possible.")
        case TextField.LINES:
            return say._("The list of actions has {length} characters, and {limit} are possible.")
        case TextField.ARGUMENT:
            return say._("An entry of the digest has {length} characters, and {limit} are possible.")
        case TextField.STATEMENT:
            return say._("The statement has {length} characters, and {limit} are possible.")
        case TextField.TOPICS:
            return say._("The list of topics has {length} characters, and {limit} are possible.")
        case TextField.CONFLICTS:
            return say._(
                "The list of conflicts of interest has {length} characters, and {limit} are possible."
            )
        case _:
            return say._("The text has {length} characters, and {limit} are possible.")


@message.register
def _(error: errors.TextMissing, say: Language) -> Message:
    if error.field is TextField.TITLE:
        return Message(
            say._("The title is empty."),
            kept=nothing_changed(say),
            next=say._("Write a title and send the form again."),
        )
    return Message(
        say._("The text is empty."),
        kept=nothing_changed(say),
        next=say._("Write a text and send the form again."),
    )


@message.register
def _(error: errors.ModalForgotten, say: Language) -> Message:
    return Message(
        say._(
            "What was typed there is no longer in memory: the bot was restarted since, or it is somebody else's form."
        ),
        kept=say._("Nothing of it was stored."),
        next=say._("Open the form again with the command."),
    )


@clause.register
def _(fault: inputs.NotAnAddress, say: Language) -> str:
    return say._("it is not 0x and 40 hexadecimal digits")


@clause.register
def _(fault: inputs.WrongChecksum, say: Language) -> str:
    return say._("its capital letters don't match the address (EIP-55 checksum)")


@clause.register
def _(fault: inputs.NotDecimal, say: Language) -> str:
    return say._("it is not a plain decimal number")


@clause.register
def _(fault: inputs.Separated, say: Language) -> str:
    return say._(
        "it is not a plain decimal number (write it without separators, with a point before decimals)"
    )


@clause.register
def _(fault: inputs.TooManyDecimals, say: Language) -> str:
    return say.ngettext(
        "it has {number} decimal, and there are {possible}",
        "it has {number} decimals, and there are {possible}",
        fault.given,
    ).format(number=fault.given, possible=fault.possible)


@clause.register
def _(fault: inputs.TooLarge, say: Language) -> str:
    return say._("it is larger than any amount can be")


@clause.register
def _(fault: inputs.AboveTheWhole, say: Language) -> str:
    return say._("a share is at most 100%, such as 50%")


@clause.register
def _(fault: inputs.Nothing, say: Language) -> str:
    return say._("it comes to nothing")
