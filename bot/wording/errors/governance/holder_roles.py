"""Refusals of rules by which members have roles."""

from bot.domain import errors
from bot.domain.holder_roles.rule import Halt
from bot.wording.errors.base import Message, message, nothing_changed
from bot.wording.holder_roles.rules import halt_words
from bot.wording.language import Language
from bot.wording.server_acts.rights import rights_words


@message.register
def _(error: errors.RoleUnfit, say: Language) -> Message:
    if error.halt is Halt.GIVES_RIGHTS:
        return Message(
            say._("No rule gives this role, since who has it may do more than others: {rights}.").format(
                rights=rights_words(error.rights, say)
            ),
            kept=nothing_changed(say),
            next=say._("Create a role for the rule that permits nothing and that no policy counts."),
        )
    return Message(
        say._("No rule can give this role: {why}.").format(why=halt_words(error.halt, say)),
        kept=nothing_changed(say),
        next=say._("Have an administrator mend it in Server Settings, Roles, or name another role."),
    )


@message.register
def _(error: errors.CircularPower, say: Language) -> Message:
    return Message(
        say._("A rule for a role counts no roles: one would follow from the other, and back."),
        kept=nothing_changed(say),
        next=say._("Name something that wallets hold, or reputation."),
    )


@message.register
def _(error: errors.GraceOutOfBounds, say: Language) -> Message:
    return Message(
        say._("A role is taken neither at once nor too late."),
        kept=nothing_changed(say),
        next=say._("Let who has it keep it for {shortest} at least and {longest} at most.").format(
            shortest=say.duration(error.shortest), longest=say.duration(error.longest)
        ),
    )


@message.register
def _(error: errors.VotesOutOfBounds, say: Language) -> Message:
    return Message(
        say._("It isn't clear which votes count."),
        kept=nothing_changed(say),
        next=say._(
            "Say of how many votes (`of`, up to {most}), or within which time (`within`, up to {longest}); not both, "
            "and not fewer than are needed."
        ).format(most=say.number(error.most), longest=say.duration(error.longest)),
    )


@message.register
def _(error: errors.RoleRulesFull, say: Language) -> Message:
    return Message(
        say.ngettext(
            "There is {number} rule for roles here already.",
            "There are {number} rules for roles here already.",
            error.most,
        ).format(number=say.number(error.most)),
        kept=nothing_changed(say),
        next=say._("Take one away first, with `/roles remove`."),
    )


@message.register
def _(error: errors.RoleRuleUnknown, say: Language) -> Message:
    return Message(
        say._("There is no rule {number} for roles here.").format(number=say.number(error.number)),
        kept=nothing_changed(say),
        next=say._("`/roles list` shows those that there are."),
    )
