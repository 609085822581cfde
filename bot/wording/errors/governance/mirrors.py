"""Refusals in what a space shows of what is decided elsewhere on a chain."""

from bot.domain import errors
from bot.wording.errors.base import Message, message, nothing_changed, typed
from bot.wording.language import Language

_SHOWN = 10


@message.register
def _(error: errors.MirrorKindUnknown, say: Language) -> Message:
    return Message(
        say._("Contracts of the kind {kind} are not mirrored.").format(
            kind=say.markup.code(typed(error.kind))
        ),
        kept=nothing_changed(say),
        next=say._("Take one of these: {kinds}.").format(
            kinds=", ".join(say.markup.code(each) for each in error.known)
        ),
    )


@message.register
def _(error: errors.MirrorsFull, say: Language) -> Message:
    return Message(
        say._("This server mirrors {most} contracts, and can't mirror more.").format(most=error.most),
        kept=nothing_changed(say),
        next=say._("Take one away with `/gov mirror remove`."),
    )


@message.register
def _(error: errors.AlreadyMirrored, say: Language) -> Message:
    return Message(
        say._("{account} is mirrored already, in {channel}.").format(
            account=say.markup.code(typed(error.account)), channel=say.markup.channel(error.channel)
        ),
        kept=nothing_changed(say),
        next=say._("To show it elsewhere, take it away with `/gov mirror remove` and add it again."),
    )


@message.register
def _(error: errors.MirrorUnknown, say: Language) -> Message:
    if error.known:
        go_on = say._("Take one of these: {accounts}.").format(
            accounts=", ".join(say.markup.code(each) for each in error.known[:_SHOWN])
        )
    else:
        go_on = say._("This server mirrors nothing: `/gov mirror add` names a contract.")
    return Message(
        say._("This server doesn't mirror {account}.").format(account=say.markup.code(typed(error.account))),
        kept=nothing_changed(say),
        next=go_on,
    )


@message.register
def _(error: errors.MirroredUnknown, say: Language) -> Message:
    return Message(
        say._("No mirror of this server shows such a proposal."),
        kept=nothing_changed(say),
        next=say._("Choose one of those that are suggested; `/gov mirror list` says what is mirrored."),
    )
