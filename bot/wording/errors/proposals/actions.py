"""Refusals of a proposal's lines."""

from bot.domain import errors
from bot.domain.errors.proposals import actions
from bot.domain.ids import MemberId
from bot.wording.errors.base import Message, clause, message, nothing_changed, typed
from bot.wording.language import Language


@message.register
def _(error: errors.BadAction, say: Language) -> Message:
    return Message(
        say._("Line {number} of the actions can't become a call: {why}").format(
            number=error.line_number, why=clause(error.fault, say)
        ),
        kept=nothing_changed(say),
        next=say._(
            "Correct the line {line}, or leave it away and use “Add action” in the preview, which asks for each part."
        ).format(line=say.markup.code(typed(error.line, 200))),
    )


@message.register
def _(error: errors.PaymentUnclear, say: Language) -> Message:
    return Message(_unclear(error, say), kept=nothing_changed(say), next=_named_once(error.part, say))


def _unclear(error: errors.PaymentUnclear, say: Language) -> str:
    match error.part:
        case actions.PaymentPart.AMOUNT:
            return say._("It isn't said how much is sent.")
        case actions.PaymentPart.ASSET:
            return (
                say._("Two things are named to be sent.")
                if error.twice
                else say._("It isn't said what is sent.")
            )
        case actions.PaymentPart.RECIPIENT:
            return say._("Two recipients are named.") if error.twice else say._("It isn't said who gets it.")


def _named_once(part: actions.PaymentPart, say: Language) -> str:
    match part:
        case actions.PaymentPart.AMOUNT:
            return say._("Write a number, such as `1.5` or `25000`.")
        case actions.PaymentPart.ASSET:
            return say._(
                "Choose one of what is offered, or write another one after the amount, such as `1.5 ETH`."
            )
        case actions.PaymentPart.RECIPIENT:
            return say._("Choose a member, or write an account; not both.")


@clause.register
def _(fault: actions.BadAmountOf, say: Language) -> str:
    return say._("the amount '{text}': {why}").format(
        text=say.markup.name(fault.text, 80), why=clause(fault.fault, say)
    )


@clause.register
def _(fault: actions.BadAddressOf, say: Language) -> str:
    return say._("'{text}' is no address: {why}").format(
        text=say.markup.name(fault.text, 80), why=clause(fault.fault, say)
    )


@clause.register
def _(fault: actions.OnlyTransfers, say: Language) -> str:
    return say._(
        "proposals of this track can only transfer {symbol}, which is what they are weighed against"
    ).format(symbol=say.markup.name(fault.symbol, 16))


@clause.register
def _(fault: actions.TooManyGrants, say: Language) -> str:
    return say._("{limit} lines of reputation are the most").format(limit=fault.limit)


@clause.register
def _(fault: actions.GrantedTwice, say: Language) -> str:
    return say._("{member} has a line already, and may have one").format(
        member=say.markup.member(MemberId(fault.member))
    )


@clause.register
def _(fault: actions.GrantForm, say: Language) -> str:
    return say._("it is written: {line} (a mention or the member's id)").format(
        line=say.markup.code(f"{typed(fault.verb)} 50 reputation {typed(fault.towards)} <@member>")
    )


@clause.register
def _(fault: actions.GrantAmount, say: Language) -> str:
    return say._("the amount should be more than 0 and at most {most}").format(most=say.number(fault.most))


@clause.register
def _(fault: actions.NoMember, say: Language) -> str:
    return say._("{number} is no member's id").format(number=fault.member)
