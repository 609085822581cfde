"""What can't be counted otherwise, and why."""

from bot.domain import errors
from bot.domain.errors import what_if
from bot.wording.errors.base import Message, clause, message, nothing_changed
from bot.wording.language import Language

_NAME = 40


@message.register
def _(error: errors.BallotsSayOtherwise, say: Language) -> Message:
    return Message(
        say._("The ballots don't say what {mechanism} asks.").format(
            mechanism=say.markup.code(say.markup.name(error.mechanism, _NAME))
        ),
        kept=nothing_changed(say),
        next=say._("They can be counted by {mechanisms}.").format(
            mechanisms=", ".join(map(say.markup.code, error.allowed))
        ),
    )


@message.register
def _(error: errors.UnknownCounting, say: Language) -> Message:
    return Message(
        say._("There is no mechanism {mechanism}.").format(
            mechanism=say.markup.code(say.markup.name(error.mechanism, _NAME))
        ),
        kept=nothing_changed(say),
        next=say._("There are {mechanisms}.").format(mechanisms=", ".join(map(say.markup.code, error.known))),
    )


@clause.register
def _(fault: what_if.BallotsOfAnotherKind, say: Language) -> str:
    return say._("its ballots don't say what the policy's mechanism asks")


@clause.register
def _(fault: what_if.OtherChoices, say: Language) -> str:
    return say._("it was between other choices")


@clause.register
def _(fault: what_if.OtherPower, say: Language) -> str:
    return say._("the policy's power comes from what was not read then")


@clause.register
def _(fault: what_if.OtherDelegation, say: Language) -> str:
    return say._("power would have been delegated otherwise")


@clause.register
def _(fault: what_if.TotalNotRead, say: Language) -> str:
    return say._("the total power that a rule asks for was not read then")


@clause.register
def _(fault: what_if.NotCountable, say: Language) -> str:
    return say._("the rules can't be applied to it ({field}: {fault})").format(
        field=say.markup.name(fault.field, 60), fault=clause(fault.fault, say)
    )


@clause.register
def _(fault: what_if.FileAlone, say: Language) -> str:
    return say._("A file has all of its rules: leave preset, quorum and sources out, or the file.")
